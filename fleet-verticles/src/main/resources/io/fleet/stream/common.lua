-- Put before every script of a partition.
-- 6.2 refuses writes after INFO, XINFO or XADD * unless effects are replicated; from 7.0 on they always are.
redis.replicate_commands()

local owning = { ASSIGNED = true, RUNNING = true, DRAINING = true, STUCK = true }

local function run_id()
  return string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
end

-- OK when this generation may still act; the lease comes last since a lapsed one is no evidence.
local function fence(meta, spec, lease, gen, worker, boot)
  local run = run_id()
  if redis.call('HGET', meta, 'runId') ~= run then return 'UNKNOWN' end
  local s = redis.call('HMGET', spec, 'gen', 'state', 'worker', 'boot')
  if not s[1] or tonumber(s[1]) < tonumber(gen) then return 'UNKNOWN' end
  if s[1] ~= gen or not owning[s[2]] or s[3] ~= worker or s[4] ~= boot then return 'FENCED-GEN' end
  if redis.call('GET', lease) ~= boot then return 'FENCED-LEASE' end
  return 'OK', run
end

local function split(id)
  local ms, seq = string.match(id, '^(%d+)-(%d+)$')
  return tonumber(ms), tonumber(seq)
end

local function before(a, b)
  local am, as = split(a)
  local bm, bs = split(b)
  if am ~= bm then return am < bm end
  return as < bs
end

-- Whether this consumer still holds the entry: after a loss of the tail it may be someone else's.
local function mine(log, group, consumer, id)
  local p = redis.pcall('XPENDING', log, group, id, id, 1, consumer)
  return not p.err and #p > 0
end

-- What is in execution stands in two hashes. open: field group|consumer, value "n id id ...": what its last begin began of what
-- had never been begun before; the common case is one write for a whole batch. begun: field group|id, value
-- "attempts consumer n open deaths": all else. n numbers the begins of one consumer, so a repeat counts nothing.
-- An execution that ends closes its begin; one that is open when its consumer is over was ended by a death.
local function read_begun(value)
  local a, c, n, open, d = string.match(value or '', '^(%d+) (%S+) (%d+) (%d) ?(%d*)$')
  return tonumber(a or '0'), c, tonumber(n or '0'), open, tonumber(d or '0') or 0
end

local function begun_of(begun, group, id)
  return read_begun(redis.call('HGET', begun, group .. '|' .. id))
end

local function put_begun(begun, group, id, a, c, n, open, d)
  redis.call('HSET', begun, group .. '|' .. id, string.format('%d %s %d %s %d', a, c, n, open, d))
end

-- Which of these ids, given in order, the consumer still holds: one look at the range that they span.
local function held(log, group, consumer, ids)
  local holds, most = {}, 2 * #ids
  local p = redis.pcall('XPENDING', log, group, ids[1], ids[#ids], most, consumer)
  if p.err then return holds end
  for _, e in ipairs(p) do holds[e[1]] = true end
  if #p == most then
    for _, id in ipairs(ids) do holds[id] = holds[id] or mine(log, group, consumer, id) end
  end
  return holds
end

-- What a consumer has open, id by id, for those who look at one of them. What it does not hold any more is dropped: a begin that
-- comes late may name what is done.
local function unfold(log, open, begun, group, consumer)
  local field = group .. '|' .. consumer
  local n, list = string.match(redis.call('HGET', open, field) or '', '^(%d+) (.+)$')
  if not n then return end
  local ids, put = {}, {}
  for id in string.gmatch(list, '%S+') do ids[#ids + 1] = id end
  local holds = held(log, group, consumer, ids)
  for _, id in ipairs(ids) do
    if holds[id] then
      put[#put + 1] = group .. '|' .. id
      put[#put + 1] = string.format('1 %s %s 1 0', consumer, n)
    end
  end
  if #put > 0 then redis.call('HSET', begun, unpack(put)) end
  redis.call('HDEL', open, field)
end

-- Begins ids, given in order in one text, with one number. Answers 'all' when none had been begun before, else the attempts of
-- each: 0 when it is not ours any more, -1 when it must wait, for what failed or died before goes alone, so that it takes no other
-- with it.
local function begin(log, open, begun, group, consumer, n, joined, sure)
  local out, ids, field = {}, {}, group .. '|' .. consumer
  local m, list = string.match(redis.call('HGET', open, field) or '', '^(%d+) (.+)$')
  local listed, some, full = {}, false, false
  if m and tonumber(m) >= n then
    for id in string.gmatch(list, '%S+') do listed[id] = true end
    some = true
  elseif m then
    unfold(log, open, begun, group, consumer)
    m = nil
  end
  if not m and sure and redis.call('EXISTS', begun) == 0 then
    redis.call('HSET', open, field, n .. ' ' .. joined)
    return { 'all' }
  end
  for id in string.gmatch(joined, '%S+') do ids[#ids + 1] = id end
  local holds, fields = not sure and held(log, group, consumer, ids), {}
  for i, id in ipairs(ids) do fields[i] = group .. '|' .. id end
  local known = redis.call('HMGET', begun, unpack(fields))
  local put, fresh = {}, {}
  for i, id in ipairs(ids) do
    if holds and not holds[id] then
      out[i] = '0'
    elseif listed[id] then
      out[i] = '1'
    else
      local a, c, l, _, d = read_begun(known[i])
      local again = c == consumer and l >= n
      local before_it = again and a - 1 or a
      if full or (some and not again and (before_it > 0 or m)) then
        full = true
        out[i] = '-1'
      else
        if not again and a == 0 then
          a = 1
          fresh[#fresh + 1] = id
        elseif not again then
          a = a + 1
          put[#put + 1] = fields[i]
          put[#put + 1] = string.format('%d %s %d 1 %d', a, consumer, n, d)
        end
        some = true
        full = before_it > 0
        out[i] = tostring(a)
      end
    end
  end
  if #put > 0 then redis.call('HSET', begun, unpack(put)) end
  if #fresh > 0 then redis.call('HSET', open, field, n .. ' ' .. table.concat(fresh, ' ')) end
  return out
end

-- A death is the stronger sign, for it takes others with it: one less of them is enough.
local function spent(attempts, deaths, most)
  return attempts >= most or deaths >= math.max(2, most - 1)
end

local function times(n)
  return n == 1 and 'once' or n .. ' times'
end

local function cause_of(attempts, deaths, last)
  local text
  if deaths == 0 then
    text = 'failed ' .. times(attempts)
  elseif deaths == attempts then
    text = 'what executed it died ' .. times(deaths)
  else
    text = 'executed ' .. times(attempts) .. ', and what executed it died ' .. times(deaths)
  end
  return last and text .. ', at last: ' .. last or text
end

-- #low: how many records every group has acknowledged; absent when there is no group.
local function lower(last)
  local low
  for g in string.gmatch(redis.call('HGET', last, '#groups') or '', '%S+') do
    local a = tonumber(redis.call('HGET', last, 'acked:' .. g) or '0')
    if not low or a < low then low = a end
  end
  if low then redis.call('HSET', last, '#low', low) else redis.call('HDEL', last, '#low') end
end

local function settled(last, begun, group, id, n)
  redis.call('HDEL', begun, group .. '|' .. id)
  if n > 0 then redis.call('HINCRBY', last, 'acked:' .. group, n) end
end

-- Acknowledges first: only the call that really does it writes the dead letter, so twice is once.
local function bury(log, last, begun, dead, group, id, cause, most)
  local e = redis.call('XRANGE', log, id, id)
  if redis.call('XACK', log, group, id) == 0 then return 0 end
  local t = redis.call('TIME')
  local letter = { 'id', id, 'group', group, 'cause', cause, 'attempts', (begun_of(begun, group, id)),
    'at', t[1] .. string.format('%03d', math.floor(tonumber(t[2]) / 1000)) }
  for _, f in ipairs(e[1] and e[1][2] or {}) do letter[#letter + 1] = f end
  redis.call('XADD', dead, 'MAXLEN', '~', most, '*', unpack(letter))
  settled(last, begun, group, id, 1)
  return 1
end

