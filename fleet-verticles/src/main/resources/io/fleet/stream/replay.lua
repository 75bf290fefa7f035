-- Moves a group back to before a record: what the log still holds from there on is delivered again. KEYS log last.  ARGV 1 group 2 id
-- What is being executed may come once more. Answers how many records that are, or -1 without such a group.
local group, from = ARGV[1], ARGV[2]
local at
for _, info in ipairs(redis.call('EXISTS', KEYS[1]) == 1 and redis.call('XINFO', 'GROUPS', KEYS[1]) or {}) do
  local f = {}
  for i = 1, #info, 2 do f[info[i]] = info[i + 1] end
  if f['name'] == group then at = f['last-delivered-id'] end
end
if not at then return -1 end
local ahead, again, page, next_id = 0, 0, 1000, from
repeat
  local entries = redis.call('XRANGE', KEYS[1], next_id, '+', 'COUNT', page)
  for _, e in ipairs(entries) do
    ahead = ahead + 1
    if not before(at, e[1]) then again = again + 1 end
    next_id = '(' .. e[1]
  end
until #entries < page
if again == 0 then return 0 end
local ms, seq = split(from)
local position = seq > 0 and string.format('%.0f-%.0f', ms, seq - 1) or ms > 0 and string.format('%.0f-18446744073709551615', ms - 1) or '0-0'
redis.call('XGROUP', 'SETID', KEYS[1], group, position)
local held = position == '0-0' and 0 or #redis.call('XPENDING', KEYS[1], group, '-', '(' .. from, 100000)
redis.call('HSET', KEYS[2], 'acked:' .. group, tonumber(redis.call('HGET', KEYS[2], '#') or '0') - ahead - held)
lower(KEYS[2])
return again
