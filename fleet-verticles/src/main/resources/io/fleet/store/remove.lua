-- Removes the record of an ownerless slot that is no longer wanted. Later generations are higher anyway.
-- KEYS leader meta spec running events slots. ARGV token epoch runId gen? state? slot at
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
if redis.call('GET', KEYS[1]) ~= ARGV[1] or redis.call('HGET', KEYS[2], 'epoch') ~= ARGV[2] or run ~= ARGV[3] then return 'FENCED' end
local s = redis.call('HMGET', KEYS[3], 'gen', 'state')
if (s[1] or '0') ~= ARGV[4] or (s[2] or 'NONE') ~= ARGV[5] then return 'STALE' end
redis.call('DEL', KEYS[3])
redis.call('SREM', KEYS[4], ARGV[6])
redis.call('SREM', KEYS[6], ARGV[6])
redis.call('XADD', KEYS[5], 'MAXLEN', '~', '100000', '*', 'slot', ARGV[6], 'epoch', ARGV[2], 'gen', ARGV[4],
  'from', ARGV[5], 'to', 'NONE', 'worker', '', 'boot', '0', 'cfg', '', 'cause', 'SCALED_DOWN', 'until', '0', 'failures', '0', 'at', ARGV[7])
return 'OK'
