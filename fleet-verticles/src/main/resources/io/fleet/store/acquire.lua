-- Takes or keeps the leader lease; whoever finds it held is noted as a standby. KEYS leader meta beats standbys.
-- ARGV token leaseMillis. A token is name/anything.
local current = redis.call('GET', KEYS[1])
local name = string.match(ARGV[1], '^(.*)/[^/]*$') or ARGV[1]
if current and current ~= ARGV[1] then
  local at = redis.call('TIME')[1]
  -- Who has not tried for a minute has ended: names of former masters must not pile up.
  local known = redis.call('HGETALL', KEYS[4])
  for i = 1, #known, 2 do
    if at - known[i + 1] > 60 then redis.call('HDEL', KEYS[4], known[i]) end
  end
  redis.call('HSET', KEYS[4], name, at)
  return {'HELD'}
end
redis.call('HDEL', KEYS[4], name)
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return {'OK', redis.call('HGET', KEYS[2], 'epoch') or '0', redis.call('HVALS', KEYS[3])}
