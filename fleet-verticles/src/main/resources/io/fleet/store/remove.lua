-- Removes the records of ownerless slots that are no longer wanted. Later generations are higher anyway.
-- KEYS leader meta events slots. ARGV 1 token 2 epoch 3 runId 4 prefix of the fleet's keys 5 at, then 4 for each: slot automation gen? state?
-- Answers one letter a slot: O removed, S stale; or F alone, and nothing is removed: fenced.
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
if redis.call('GET', KEYS[1]) ~= ARGV[1] or redis.call('HGET', KEYS[2], 'epoch') ~= ARGV[2] or run ~= ARGV[3] then return 'F' end
local said = {}
local function remove(slot, automation, gen, state)
  local spec = ARGV[4] .. 'spec:' .. slot
  local s = redis.call('HMGET', spec, 'gen', 'state')
  if (s[1] or '0') ~= gen or (s[2] or 'NONE') ~= state then return 'S' end
  redis.call('DEL', spec)
  redis.call('SREM', ARGV[4] .. 'running:' .. automation, slot)
  redis.call('SREM', KEYS[4], slot)
  redis.call('XADD', KEYS[3], 'MAXLEN', '~', '100000', '*', 'slot', slot, 'epoch', ARGV[2], 'gen', gen,
    'from', state, 'to', 'NONE', 'worker', '', 'boot', '0', 'cfg', '', 'cause', 'SCALED_DOWN', 'until', '0', 'failures', '0', 'at', ARGV[5])
  return 'O'
end
for i = 6, #ARGV, 4 do said[#said + 1] = remove(unpack(ARGV, i, i + 3)) end
return table.concat(said)
