-- A group that nobody will read for any more holds nothing back. KEYS log last begun open.  ARGV group
redis.pcall('XGROUP', 'DESTROY', KEYS[1], ARGV[1])
redis.call('HDEL', KEYS[2], 'acked:' .. ARGV[1])
local rest = {}
for g in string.gmatch(redis.call('HGET', KEYS[2], '#groups') or '', '%S+') do
  if g ~= ARGV[1] then rest[#rest + 1] = g end
end
if #rest > 0 then redis.call('HSET', KEYS[2], '#groups', table.concat(rest, ' ')) else redis.call('HDEL', KEYS[2], '#groups') end
lower(KEYS[2])
for i = 3, 4 do
  for _, field in ipairs(redis.call('HKEYS', KEYS[i])) do
    if string.sub(field, 1, #ARGV[1] + 1) == ARGV[1] .. '|' then redis.call('HDEL', KEYS[i], field) end
  end
end
return 'OK'
