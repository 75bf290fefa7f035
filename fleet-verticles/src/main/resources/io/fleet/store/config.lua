-- Puts configs by content hash; the same hash always holds the same text. KEYS leader meta cfg:<hash>. ARGV token epoch runId text
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
if redis.call('GET', KEYS[1]) ~= ARGV[1] or redis.call('HGET', KEYS[2], 'epoch') ~= ARGV[2] or run ~= ARGV[3] then return 'FENCED' end
redis.call('SET', KEYS[3], ARGV[4])
return 'OK'
