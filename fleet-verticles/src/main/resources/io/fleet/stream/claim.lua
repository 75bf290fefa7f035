-- Takes over what consumers hold whose generation is not owned any more; never robs one that is.
-- KEYS meta spec lease log last begun dead open
-- ARGV 1 slot 2 gen 3 worker 4 boot 5 group 6 consumer 7 maxAttempts 8 how many at most 9 prefix of specs 10 how many letters are kept
-- Answers verdict, consumers of the group, buried, how many wait for their turn, the run of Redis, then the entries claimed, oldest
-- first.
local SUSPECT_MILLIS, LOOK = 5000, 128
local verdict, run_now = fence(KEYS[1], KEYS[2], KEYS[3], ARGV[2], ARGV[3], ARGV[4])
if verdict ~= 'OK' then return { verdict } end
local log, group, me = KEYS[4], ARGV[5], ARGV[6]
local list = redis.pcall('XINFO', 'CONSUMERS', log, group)
if list.err then return { 'NOGROUP' } end
local clean, run = redis.call('HGET', KEYS[1], 'cleanRunId'), run_now

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
    unfold(log, KEYS[8], KEYS[6], group, f['name'])
    if f['pending'] == 0 then
      redis.call('XGROUP', 'DELCONSUMER', log, group, f['name'])
    else
      for _, p in ipairs(redis.call('XPENDING', log, group, '-', '+', LOOK, f['name'])) do found[#found + 1] = p[1] end
    end
  end
end
table.sort(found, before)

-- Whoever was executed when a process died may be why. On one worker such records go to one slot, thus one at a time, so that none
-- is in the process that another kills; one that lives for a while is none that kills at once, and holds nobody up any longer.
local turn = group .. '|suspect|' .. ARGV[3]
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local function my_turn()
  local id, since = string.match(redis.call('HGET', KEYS[6], turn) or '', '^(%S+) (%d+)$')
  if not id then return true end
  local p = redis.call('XPENDING', log, group, id, id, 1)
  if p[1] and p[1][2] ~= me and not orphan(p[1][2]) and now - tonumber(since) < SUSPECT_MILLIS then return false end
  redis.call('HDEL', KEYS[6], turn)
  return true
end

local out, buried, gone, waiting, claimed = { 'OK', tostring(#list), '0', '0', run_now }, 0, 0, 0, 0
local free = #found > 0 and my_turn()
for _, id in ipairs(found) do
  if claimed + buried + gone >= tonumber(ARGV[8]) then break end
  local attempts, c, n, open, deaths = begun_of(KEYS[6], group, id)
  if open == '1' then
    deaths = deaths + 1
    put_begun(KEYS[6], group, id, attempts, c, n, '0', deaths)
  end
  if spent(attempts, deaths, tonumber(ARGV[7])) then
    buried = buried + bury(log, KEYS[5], KEYS[6], KEYS[7], group, id, cause_of(attempts, deaths), ARGV[10])
  elseif deaths > 0 and not free then
    waiting = waiting + 1
  else
    local e = redis.call('XCLAIM', log, group, me, 0, id, 'RETRYCOUNT', attempts)
    if e[1] and e[1][2] then
      out[#out + 1] = e[1]
      claimed = claimed + 1
      if deaths > 0 then
        redis.call('HSET', KEYS[6], turn, string.format('%s %.0f', id, now))
      end
    else
      -- Someone deleted the entry from the log: nobody can ever deliver it.
      redis.call('XACK', log, group, id)
      settled(KEYS[5], KEYS[6], group, id, 1)
      gone = gone + 1
    end
  end
end
if buried + gone > 0 then lower(KEYS[5]) end
out[3], out[4] = tostring(buried), tostring(waiting)
return out
