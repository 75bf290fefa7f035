-- Begins an epoch that is already durable in the snapshot. KEYS leader meta. ARGV token epoch
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {'LOST'} end
local m = redis.call('HMGET', KEYS[2], 'epoch', 'cleanRunId')
if tonumber(m[1] or '0') > tonumber(ARGV[2]) then return {'LOWER', m[1]} end
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
redis.call('HSET', KEYS[2], 'epoch', ARGV[2], 'runId', run, 'leader', ARGV[1], 'schema', '1')
return {'OK', run, m[2] == run and 'CLEAN' or 'BARRIER'}
