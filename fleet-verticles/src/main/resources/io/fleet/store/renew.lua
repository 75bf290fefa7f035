-- Prolongs the leader lease, or says why not. KEYS leader meta. ARGV token epoch runId leaseMillis
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
if redis.call('GET', KEYS[1]) ~= ARGV[1] or redis.call('HGET', KEYS[2], 'epoch') ~= ARGV[2] or run ~= ARGV[3] then return 'FENCED' end
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 'OK'
