-- Acknowledges what is done and, in the same round trip, begins what comes next; either part may be empty.
-- Only the beginning is fenced: what has been done is done.
-- KEYS meta spec lease log last begun
-- ARGV 1 slot 2 gen 3 worker 4 boot 5 group 6 consumer 7 n of the begin 8 how many are done, then their ids, then the ids to begin
-- Answers how many were really acknowledged, the verdict, and the attempts of each begun id (0: not ours any more).
local done, acked = tonumber(ARGV[8]), 0
for i = 9, 8 + done do
  local n = redis.call('XACK', KEYS[4], ARGV[5], ARGV[i])
  if n > 0 then
    settled(KEYS[5], KEYS[6], ARGV[5], ARGV[i], n)
    acked = acked + n
  end
end
if acked > 0 then lower(KEYS[5]) end
local out = { tostring(acked), 'OK' }
if #ARGV > 8 + done then
  out[2] = fence(KEYS[1], KEYS[2], KEYS[3], ARGV[2], ARGV[3], ARGV[4])
  if out[2] == 'OK' then
    for i = 9 + done, #ARGV do
      out[#out + 1] = tostring(begin(KEYS[4], KEYS[6], ARGV[5], ARGV[6], tonumber(ARGV[7]), ARGV[i]))
    end
  end
end
return out
