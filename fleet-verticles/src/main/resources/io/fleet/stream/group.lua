-- Makes a group that sees everything there is. KEYS log last.  ARGV group
local made = redis.pcall('XGROUP', 'CREATE', KEYS[1], ARGV[1], '0', 'MKSTREAM')
if made.err and not string.find(made.err, 'BUSYGROUP') then return made end
local counter = 'acked:' .. ARGV[1]
local head = tonumber(redis.call('HGET', KEYS[2], '#') or '0')
if not made.err then
  -- What was trimmed before counts as acknowledged: nobody can ever deliver it.
  redis.call('HSET', KEYS[2], counter, head - redis.call('XLEN', KEYS[1]))
elseif redis.call('HEXISTS', KEYS[2], counter) == 0 then
  for _, info in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
    local f = {}
    for i = 1, #info, 2 do f[info[i]] = info[i + 1] end
    if f['name'] == ARGV[1] then
      local ahead = #redis.call('XRANGE', KEYS[1], '(' .. f['last-delivered-id'], '+')
      redis.call('HSET', KEYS[2], counter, head - ahead - f['pending'])
    end
  end
end
local groups = redis.call('HGET', KEYS[2], '#groups') or ''
if not string.find(' ' .. groups .. ' ', ' ' .. ARGV[1] .. ' ', 1, true) then
  redis.call('HSET', KEYS[2], '#groups', groups == '' and ARGV[1] or groups .. ' ' .. ARGV[1])
end
lower(KEYS[2])
return made.err and 'KNOWN' or 'MADE'
