-- Takes or keeps the leader lease. KEYS leader meta beats. ARGV token leaseMillis
local current = redis.call('GET', KEYS[1])
if current and current ~= ARGV[1] then return {'HELD'} end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return {'OK', redis.call('HGET', KEYS[2], 'epoch') or '0', redis.call('HVALS', KEYS[3])}
