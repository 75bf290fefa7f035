-- One record to the dead letters. KEYS meta spec lease log last begun dead open
-- ARGV 1 slot 2 gen 3 worker 4 boot 5 group 6 consumer 7 id 8 cause 9 how many letters are kept
local verdict = fence(KEYS[1], KEYS[2], KEYS[3], ARGV[2], ARGV[3], ARGV[4])
if verdict ~= 'OK' then return { verdict } end
if not mine(KEYS[4], ARGV[5], ARGV[6], ARGV[7]) then return { 'OK', '0' } end
unfold(KEYS[4], KEYS[8], KEYS[6], ARGV[5], ARGV[6])
local n = bury(KEYS[4], KEYS[5], KEYS[6], KEYS[7], ARGV[5], ARGV[7], ARGV[8], ARGV[9])
lower(KEYS[5])
return { 'OK', tostring(n) }
