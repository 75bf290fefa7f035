-- Acknowledges what is done and, in the same round trip, begins what comes next; either part may be empty.
-- Only the beginning is fenced: what has been done is done.
-- KEYS meta spec lease log last begun
-- ARGV 1 slot 2 gen 3 worker 4 boot 5 group 6 consumer 7 n of the begin 8 how many are done, then their ids, then the ids to begin
-- Answers how many were really acknowledged, the verdict, and for each id to begin what begin says.
local done, acked = tonumber(ARGV[8]), 0
if done > 0 then
  local ids, fields = {}, {}
  for i = 1, done do
    ids[i] = ARGV[8 + i]
    fields[i] = ARGV[5] .. '|' .. ids[i]
  end
  acked = redis.call('XACK', KEYS[4], ARGV[5], unpack(ids))
  redis.call('HDEL', KEYS[6], unpack(fields))
  if acked > 0 then
    redis.call('HINCRBY', KEYS[5], 'acked:' .. ARGV[5], acked)
    lower(KEYS[5])
  end
end
local out = { tostring(acked), 'OK' }
if #ARGV > 8 + done then
  out[2] = fence(KEYS[1], KEYS[2], KEYS[3], ARGV[2], ARGV[3], ARGV[4])
  if out[2] == 'OK' then
    local ids = {}
    for i = 9 + done, #ARGV do ids[#ids + 1] = ARGV[i] end
    for _, attempts in ipairs(begin(KEYS[4], KEYS[6], ARGV[5], ARGV[6], tonumber(ARGV[7]), ids)) do out[#out + 1] = attempts end
  end
end
return out
