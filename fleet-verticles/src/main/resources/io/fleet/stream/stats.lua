-- KEYS log last dead.  Answers length, records ever, dropped, dead letters, the clock in ms,
-- then name, consumers, pending, acknowledged, and when its oldest undelivered record came (ms, 0 for none), of each group
local h = redis.call('HMGET', KEYS[2], '#', '#dropped')
local t = redis.call('TIME')
local out = { redis.call('XLEN', KEYS[1]), tonumber(h[1] or '0'), tonumber(h[2] or '0'), redis.call('XLEN', KEYS[3]),
  tonumber(t[1]) * 1000 + math.floor(tonumber(t[2]) / 1000) }
if redis.call('EXISTS', KEYS[1]) == 0 then return out end
for _, info in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
  local f = {}
  for i = 1, #info, 2 do f[info[i]] = info[i + 1] end
  local first = redis.call('XRANGE', KEYS[1], '(' .. f['last-delivered-id'], '+', 'COUNT', 1)[1]
  out[#out + 1] = f['name']
  out[#out + 1] = f['consumers']
  out[#out + 1] = f['pending']
  out[#out + 1] = tonumber(redis.call('HGET', KEYS[2], 'acked:' .. f['name']) or '0')
  out[#out + 1] = first and (split(first[1])) or 0
end
return out
