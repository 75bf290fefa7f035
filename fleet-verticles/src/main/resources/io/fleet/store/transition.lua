-- Moves slots in order, each guarded; its event is written in the same step.
-- KEYS leader meta beats events slots revs
-- ARGV 1 token 2 epoch 3 runId 4 prefix of the fleet's keys, then 18 for each move:
--      1 slot 2 automation 3 gen? 4 state? 5 worker judged or '' 6 its beat 7 desired 8 maxUnavailable or ''
--      9 gen 10 state 11 worker 12 boot 13 cfg 14 cause 15 until 16 since 17 failures 18 detail
-- Answers one letter a move: O written, S stale, A alive, B budget; or F alone, and nothing is written: fenced.
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
if redis.call('GET', KEYS[1]) ~= ARGV[1] or redis.call('HGET', KEYS[2], 'epoch') ~= ARGV[2] or run ~= ARGV[3] then return 'F' end
local epoch, prefix, said = ARGV[2], ARGV[4], {}
local function move(slot, automation, gen, state, judged, beat, desired, most, togen, to, worker, boot, cfg, cause, till, since, failures, detail)
  local spec, running = prefix .. 'spec:' .. slot, prefix .. 'running:' .. automation
  local s = redis.call('HMGET', spec, 'gen', 'state', 'worker')
  if (s[1] or '0') ~= gen or (s[2] or 'NONE') ~= state then return 'S' end
  if judged ~= '' and (redis.call('HGET', KEYS[3], judged) or '') ~= beat then return 'A' end
  if most ~= '' and desired - redis.call('SCARD', running) >= tonumber(most) then return 'B' end
  redis.call('HSET', spec, 'epoch', epoch, 'gen', togen, 'state', to, 'worker', worker, 'boot', boot, 'cfg', cfg,
    'cause', cause, 'until', till, 'since', since, 'failures', failures, 'detail', detail)
  -- The sets follow from the records alone, so what does not change there need not be written here.
  if not s[2] then redis.call('SADD', KEYS[5], slot) end
  if to == 'RUNNING' then
    if s[2] ~= 'RUNNING' then redis.call('SADD', running, slot) end
  elseif s[2] == 'RUNNING' then redis.call('SREM', running, slot) end
  local before = s[3] or ''
  if before ~= worker then
    if before ~= '' then redis.call('SREM', prefix .. 'of:' .. before, slot) end
    if worker ~= '' then redis.call('SADD', prefix .. 'of:' .. worker, slot) end
  end
  local id = redis.call('XADD', KEYS[4], 'MAXLEN', '~', '100000', '*', 'slot', slot, 'epoch', epoch, 'gen', togen,
    'from', state, 'to', to, 'worker', worker, 'boot', boot, 'cfg', cfg, 'cause', cause, 'until', till,
    'failures', failures, 'at', since, 'detail', detail)
  -- That a generation runs its worker knows: it said so.
  if to == 'RUNNING' and s[2] == 'ASSIGNED' and gen == togen then return 'O' end
  -- Whoever held it or holds it has something to read: the id of the event is like no other before.
  if before ~= '' then redis.call('HSET', KEYS[6], before, id) end
  if worker ~= '' and worker ~= before then redis.call('HSET', KEYS[6], worker, id) end
  return 'O'
end
for i = 5, #ARGV, 18 do said[#said + 1] = move(unpack(ARGV, i, i + 17)) end
return table.concat(said)
