-- Stores a report and answers with what the worker should hold. A doubled or late heartbeat changes nothing.
-- KEYS meta report beats lease cert of:<worker> revs
-- ARGV 1 worker 2 boot 3 seq 4 leaseMillis 5 body or '' when it is stored 6 bodyRev 7 seen 8 prefix of specs
--      9 view that the worker holds or '' 10 counters 11.. slots named in the report
local boot, seq = tonumber(ARGV[2]), tonumber(ARGV[3])
local cert = redis.call('GET', KEYS[5]) or '0'
if boot <= tonumber(cert) then return {'REBOOT', cert} end
local o = redis.call('HMGET', KEYS[2], 'boot', 'seq', 'rev')
local ob, oq = tonumber(o[1] or '0'), tonumber(o[2] or '0')
if boot < ob then return {'OLD', o[1]} end
if boot > ob or seq > oq then
  if ARGV[5] ~= '' then
    redis.call('HSET', KEYS[2], 'boot', ARGV[2], 'seq', ARGV[3], 'rev', ARGV[6], 'live', ARGV[10], 'body', ARGV[5])
  elseif o[1] == ARGV[2] and o[3] == ARGV[6] then
    redis.call('HSET', KEYS[2], 'seq', ARGV[3], 'live', ARGV[10])
  else
    return {'BODY'}
  end
  redis.call('HSET', KEYS[3], ARGV[1], table.concat({ARGV[2], ARGV[3], ARGV[6], ARGV[7]}, ' '))
  redis.call('SET', KEYS[4], ARGV[2], 'PX', ARGV[4])
end
local m = redis.call('HMGET', KEYS[1], 'epoch', 'runId')
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
local adopted = m[2] == run
local view = adopted and table.concat({m[1], run, redis.call('HGET', KEYS[7], ARGV[1]) or '-'}, ' ') or ''
if view ~= '' and view == ARGV[9] then return {'SAME', m[1] or '', '1', run, view} end
local out, ask = {'OK', m[1] or '', adopted and '1' or '0', run, view}, redis.call('SMEMBERS', KEYS[6])
local asked = {}
for i = 11, #ARGV do ask[#ask + 1] = ARGV[i] end
for _, s in ipairs(ask) do
  if not asked[s] then
    asked[s] = true
    local v = redis.call('HMGET', ARGV[8] .. s, 'gen', 'state', 'worker', 'boot', 'cfg', 'since', 'until')
    -- Both moments are of the leader's clock, so their difference is nobody's.
    local grace = v[2] == 'DRAINING' and (tonumber(v[7]) or 0) > 0 and string.format('%.0f', v[7] - (v[6] or v[7])) or '-1'
    out[#out + 1] = {s, v[1] or '', v[2] or '', v[3] or '', v[4] or '', v[5] or '', grace}
  end
end
return out
