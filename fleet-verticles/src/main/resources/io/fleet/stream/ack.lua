-- Acknowledges what is done and, in the same round trip, begins what comes next; either part may be empty.
-- Only the beginning is fenced: what has been done is done.
-- KEYS meta spec lease log last begun open
-- ARGV 1 slot 2 gen 3 worker 4 boot 5 group 6 consumer 7 n of the begin 8 the run of Redis in which the ids to begin were handed out,
--      '' if that is not known 9 how many are done, then their ids, then, in one, those to begin
-- Answers how many were really acknowledged, the verdict, and for each id to begin what begin says.
local group, consumer, n, done, acked = ARGV[5], ARGV[6], tonumber(ARGV[7]), tonumber(ARGV[9]), 0
if done > 0 then
  local ids = {}
  for i = 1, done do ids[i] = ARGV[9 + i] end
  acked = redis.call('XACK', KEYS[4], group, unpack(ids))
  local field = group .. '|' .. consumer
  local m, list = string.match(redis.call('HGET', KEYS[7], field) or '', '^(%d+) (.+)$')
  if list == table.concat(ids, ' ') then
    redis.call('HDEL', KEYS[7], field)
  else
    -- Unless this call was made before, and what is open is what it began.
    if m and tonumber(m) ~= n then unfold(KEYS[4], KEYS[7], KEYS[6], group, consumer) end
    for i = 1, done do ids[i] = group .. '|' .. ids[i] end
    redis.call('HDEL', KEYS[6], unpack(ids))
  end
  if acked > 0 then
    redis.call('HINCRBY', KEYS[5], 'acked:' .. group, acked)
    lower(KEYS[5])
  end
end
local out = { tostring(acked), 'OK' }
if #ARGV > 9 + done then
  local run
  out[2], run = fence(KEYS[1], KEYS[2], KEYS[3], ARGV[2], ARGV[3], ARGV[4])
  if out[2] == 'OK' then
    -- Within one run what was handed out stays ours as long as our generation does.
    local all = begin(KEYS[4], KEYS[7], KEYS[6], group, consumer, n, ARGV[10 + done], ARGV[8] == run)
    for _, attempts in ipairs(all) do out[#out + 1] = attempts end
  end
end
return out
