-- Puts dead letters back, each for the group that it died for alone. KEYS log last dead edits.  ARGV ids
-- Answers how many went back, and how many belong to a group that is gone.
local groups = ' ' .. (redis.call('HGET', KEYS[2], '#groups') or '') .. ' '
local back, gone = 0, 0
for _, id in ipairs(ARGV) do
  local letter = redis.call('XRANGE', KEYS[3], id, id)[1]
  if letter then
    local f = {}
    for i = 1, #letter[2], 2 do f[letter[2][i]] = letter[2][i + 1] end
    if string.find(groups, ' ' .. f['group'] .. ' ', 1, true) then
      redis.call('XADD', KEYS[1], '*', 'k', f['k'] or '', 't', f['t'] or '', 's', f['s'] or '1',
        'v', redis.call('HGET', KEYS[4], id) or f['v'] or '', 'p', 'dead:' .. id, 'g', f['group'])
      redis.call('HINCRBY', KEYS[2], '#', 1)
      redis.call('XDEL', KEYS[3], id)
      redis.call('HDEL', KEYS[4], id)
      back = back + 1
    else
      gone = gone + 1
    end
  end
end
return { back, gone }
