-- Moves a batch's cursor, for the generation that owns the reading slot alone.
-- KEYS meta spec lease batch. ARGV 1 gen 2 worker 3 boot, then field value …
if redis.call('HGET', KEYS[1], 'runId') ~= string.match(redis.call('INFO', 'server'), 'run_id:(%x+)') then return 'UNKNOWN' end
local s = redis.call('HMGET', KEYS[2], 'gen', 'state', 'worker', 'boot')
local owned = s[2] == 'ASSIGNED' or s[2] == 'RUNNING' or s[2] == 'DRAINING' or s[2] == 'STUCK'
if s[1] ~= ARGV[1] or not owned or s[3] ~= ARGV[2] or s[4] ~= ARGV[3] then return 'FENCED-GEN' end
if redis.call('GET', KEYS[3]) ~= ARGV[3] then return 'FENCED-LEASE' end
for i = 4, #ARGV, 2 do redis.call('HSET', KEYS[4], ARGV[i], ARGV[i + 1]) end
return 'OK'
