-- Takes over what consumers hold whose generation is not owned any more; never robs one that is.
-- KEYS meta spec lease log last begun dead
-- ARGV 1 slot 2 gen 3 worker 4 boot 5 group 6 consumer 7 maxAttempts 8 how many at most 9 prefix of specs 10 how many letters are kept
-- Answers verdict, consumers of the group, buried, then the entries claimed, oldest first.
local verdict = fence(KEYS[1], KEYS[2], KEYS[3], ARGV[2], ARGV[3], ARGV[4])
if verdict ~= 'OK' then return { verdict } end
local log, group, me = KEYS[4], ARGV[5], ARGV[6]
local list = redis.pcall('XINFO', 'CONSUMERS', log, group)
if list.err then return { 'NOGROUP' } end
local clean, run = redis.call('HGET', KEYS[1], 'cleanRunId'), run_id()

local function orphan(name)
  if name == '_:0' then return true end
  local slot, gen = string.match(name, '^(.+):(%d+)$')
  if not slot then return false end
  local s = redis.call('HMGET', ARGV[9] .. slot, 'gen', 'state')
  -- Redis may have come back from an old image and know less than what runs: then its silence proves nothing until the barrier is over.
  if not s[1] then return not clean or clean == run end
  if tonumber(s[1]) < tonumber(gen) then return clean == run end
  return s[1] ~= gen or not owning[s[2]]
end

local found = {}
for _, info in ipairs(list) do
  local f = {}
  for i = 1, #info, 2 do f[info[i]] = info[i + 1] end
  if f['name'] ~= me and orphan(f['name']) then
    if f['pending'] == 0 then
      redis.call('XGROUP', 'DELCONSUMER', log, group, f['name'])
    else
      for _, p in ipairs(redis.call('XPENDING', log, group, '-', '+', ARGV[8], f['name'])) do found[#found + 1] = p[1] end
    end
  end
end
table.sort(found, before)
local out, buried, gone = { 'OK', tostring(#list), '0' }, 0, 0
for i = 1, math.min(#found, tonumber(ARGV[8])) do
  local id = found[i]
  local attempts = begun_of(KEYS[6], group, id)
  if attempts >= tonumber(ARGV[7]) then
    buried = buried + bury(log, KEYS[5], KEYS[6], KEYS[7], group, id, 'delivered ' .. attempts .. ' times without an end', ARGV[10])
  else
    local c = redis.call('XCLAIM', log, group, me, 0, id, 'RETRYCOUNT', attempts)
    if c[1] and c[1][2] then
      out[#out + 1] = c[1]
    else
      -- Someone deleted the entry from the log: nobody can ever deliver it.
      redis.call('XACK', log, group, id)
      settled(KEYS[5], KEYS[6], group, id, 1)
      gone = gone + 1
    end
  end
end
if buried + gone > 0 then lower(KEYS[5]) end
out[3] = tostring(buried)
return out
