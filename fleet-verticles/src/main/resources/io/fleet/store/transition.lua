-- Moves one slot, guarded; the event is written in the same step.
-- KEYS leader meta beats spec running of:<from> of:<to> events slots
-- ARGV 1 token 2 epoch 3 runId 4 gen? 5 state? 6 worker judged or '' 7 its beat 8 desired 9 maxUnavailable or '' 10 slot
--      11 gen 12 state 13 worker 14 boot 15 cfg 16 cause 17 until 18 since 19 failures 20 detail
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
if redis.call('GET', KEYS[1]) ~= ARGV[1] or redis.call('HGET', KEYS[2], 'epoch') ~= ARGV[2] or run ~= ARGV[3] then return 'FENCED' end
local s = redis.call('HMGET', KEYS[4], 'gen', 'state')
if (s[1] or '0') ~= ARGV[4] or (s[2] or 'NONE') ~= ARGV[5] then return 'STALE' end
if ARGV[6] ~= '' and (redis.call('HGET', KEYS[3], ARGV[6]) or '') ~= ARGV[7] then return 'ALIVE' end
if ARGV[9] ~= '' and ARGV[8] - redis.call('SCARD', KEYS[5]) >= tonumber(ARGV[9]) then return 'BUDGET' end
redis.call('HSET', KEYS[4], 'epoch', ARGV[2], 'gen', ARGV[11], 'state', ARGV[12], 'worker', ARGV[13], 'boot', ARGV[14],
  'cfg', ARGV[15], 'cause', ARGV[16], 'until', ARGV[17], 'since', ARGV[18], 'failures', ARGV[19], 'detail', ARGV[20])
redis.call('SADD', KEYS[9], ARGV[10])
redis.call(ARGV[12] == 'RUNNING' and 'SADD' or 'SREM', KEYS[5], ARGV[10])
redis.call('SREM', KEYS[6], ARGV[10])
if ARGV[13] ~= '' then redis.call('SADD', KEYS[7], ARGV[10]) end
redis.call('XADD', KEYS[8], 'MAXLEN', '~', '100000', '*', 'slot', ARGV[10], 'epoch', ARGV[2], 'gen', ARGV[11],
  'from', ARGV[5], 'to', ARGV[12], 'worker', ARGV[13], 'boot', ARGV[14], 'cfg', ARGV[15], 'cause', ARGV[16],
  'until', ARGV[17], 'failures', ARGV[19], 'at', ARGV[18], 'detail', ARGV[20])
return 'OK'
