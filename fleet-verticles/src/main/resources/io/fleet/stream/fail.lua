-- The end of an execution that did not succeed: the attempt stays counted; what is spent goes to the dead letters.
-- KEYS meta spec lease log last begun dead open
-- ARGV 1 slot 2 gen 3 worker 4 boot 5 group 6 consumer 7 id 8 n of its begin 9 '1' when its process died 10 maxAttempts
--      11 cause 12 how many letters are kept
-- Answers the verdict and how many were buried.
local verdict = fence(KEYS[1], KEYS[2], KEYS[3], ARGV[2], ARGV[3], ARGV[4])
if verdict ~= 'OK' then return { verdict } end
local group, id = ARGV[5], ARGV[7]
if not mine(KEYS[4], group, ARGV[6], id) then return { 'OK', '0' } end
unfold(KEYS[4], KEYS[8], KEYS[6], group, ARGV[6])
local a, c, n, open, d = begun_of(KEYS[6], group, id)
if c == ARGV[6] and n == tonumber(ARGV[8]) and open == '1' then
  d = d + tonumber(ARGV[9])
  put_begun(KEYS[6], group, id, a, c, n, '0', d)
end
if not spent(a, d, tonumber(ARGV[10])) then return { 'OK', '0' } end
local buried = bury(KEYS[4], KEYS[5], KEYS[6], KEYS[7], group, id, cause_of(a, d, ARGV[11]), ARGV[12])
lower(KEYS[5])
return { 'OK', tostring(buried) }
