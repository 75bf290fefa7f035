-- Drops what is known of a worker that left for good, unless it beats again. KEYS leader meta beats report revs. ARGV token epoch runId worker beat
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
if redis.call('GET', KEYS[1]) ~= ARGV[1] or redis.call('HGET', KEYS[2], 'epoch') ~= ARGV[2] or run ~= ARGV[3] then return 'FENCED' end
if (redis.call('HGET', KEYS[3], ARGV[4]) or '') ~= ARGV[5] then return 'ALIVE' end
redis.call('HDEL', KEYS[3], ARGV[4])
redis.call('HDEL', KEYS[5], ARGV[4])
redis.call('DEL', KEYS[4])
return 'OK'
