-- Writes fields of one of the leader's own hashes, or deletes it first when ARGV[4] is 'replace'.
-- KEYS leader meta hash. ARGV token epoch runId mode field value …
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
if redis.call('GET', KEYS[1]) ~= ARGV[1] or redis.call('HGET', KEYS[2], 'epoch') ~= ARGV[2] or run ~= ARGV[3] then return 'FENCED' end
if ARGV[4] == 'replace' then redis.call('DEL', KEYS[3]) end
for i = 5, #ARGV, 2 do
  if ARGV[i + 1] == '' then redis.call('HDEL', KEYS[3], ARGV[i]) else redis.call('HSET', KEYS[3], ARGV[i], ARGV[i + 1]) end
end
return 'OK'
