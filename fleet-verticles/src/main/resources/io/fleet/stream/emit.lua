-- A batch of one slot to one partition.
-- KEYS meta spec lease log last seen seen:old
-- ARGV 1 slot 2 gen 3 worker 4 boot 5 maxLength 6 window 7 first n 8 skip: the last of a gap whose records are lost, or ''
--      9 how many unique keys are kept 10 type 11 schema 12 width, then for each record its value, or value key unique where width is 3
local base, width = 12, tonumber(ARGV[12])
local n, count = tonumber(ARGV[7]), (#ARGV - base) / width
local verdict = fence(KEYS[1], KEYS[2], KEYS[3], ARGV[2], ARGV[3], ARGV[4])
if verdict ~= 'OK' then return { verdict } end
local h = redis.call('HMGET', KEYS[5], ARGV[1], '#', '#low')
local g, last = string.match(h[1] or '', '^(%d+):(%d+)$')
last = g == ARGV[2] and tonumber(last) or 0
if n > last + 1 then
  if ARGV[8] ~= tostring(last) then return { 'GAP', tostring(last) } end
  last = n - 1
end
local fresh = math.max(0, n + count - 1 - last)
local add, batch, skipped = {}, {}, 0
for i = count - fresh + 1, count do
  local u = width == 3 and ARGV[base + i * 3] or ''
  if u ~= '' and (batch[u] or redis.call('SISMEMBER', KEYS[6], u) == 1 or redis.call('SISMEMBER', KEYS[7], u) == 1) then
    skipped = skipped + 1
  else
    add[#add + 1] = i
    if u ~= '' then batch[u] = true end
  end
end
local head = tonumber(h[2] or '0')
if #add > 0 then
  if h[3] and head + #add - tonumber(h[3]) > tonumber(ARGV[6]) then return { 'FULL' } end
  local most = tonumber(ARGV[5])
  if redis.call('XLEN', KEYS[4]) + #add > most then
    if h[3] then
      -- Up to what every group has acknowledged, never further: a group must see what it has not seen.
      local low
      for _, info in ipairs(redis.call('XINFO', 'GROUPS', KEYS[4])) do
        local f = {}
        for i = 1, #info, 2 do f[info[i]] = info[i + 1] end
        local bound
        if f['pending'] > 0 then
          bound = redis.call('XPENDING', KEYS[4], f['name'])[2]
        else
          local ms, seq = split(f['last-delivered-id'])
          bound = string.format('%.0f-%.0f', ms, seq + 1)
        end
        if not low or before(bound, low) then low = bound end
      end
      if low then redis.call('XTRIM', KEYS[4], 'MINID', low) end
      if redis.call('XLEN', KEYS[4]) + #add > most then return { 'FULL' } end
    else
      local dropped = redis.call('XTRIM', KEYS[4], 'MAXLEN', math.max(0, most - #add))
      redis.call('HINCRBY', KEYS[5], '#dropped', dropped)
    end
  end
end
local from = ARGV[1] .. ':' .. ARGV[2] .. ':'
for _, i in ipairs(add) do
  local a = base + (i - 1) * width + 1
  redis.call('XADD', KEYS[4], '*', 'k', width == 3 and ARGV[a + 1] or '', 't', ARGV[10], 's', ARGV[11], 'v', ARGV[a],
    'p', from .. string.format('%d', n + i - 1))
  if width == 3 and ARGV[a + 2] ~= '' then
    if redis.call('SCARD', KEYS[6]) >= tonumber(ARGV[9]) / 2 then redis.call('RENAME', KEYS[6], KEYS[7]) end
    redis.call('SADD', KEYS[6], ARGV[a + 2])
  end
end
if fresh > 0 then
  redis.call('HSET', KEYS[5], ARGV[1], ARGV[2] .. ':' .. string.format('%d', last + fresh), '#', head + #add)
end
return { 'OK', string.format('%d', last + fresh), tostring(skipped) }
