-- Takes back the n-th begin of a consumer: no attempt is counted. The n stays, so that a late repeat of the begin counts nothing.
-- KEYS log begun open.  ARGV 1 group 2 consumer 3 n 4 id
unfold(KEYS[1], KEYS[3], KEYS[2], ARGV[1], ARGV[2])
local a, c, n, open, d = begun_of(KEYS[2], ARGV[1], ARGV[4])
if c == ARGV[2] and n == tonumber(ARGV[3]) and open == '1' then
  a = a - 1
  put_begun(KEYS[2], ARGV[1], ARGV[4], a, c, n, '0', d)
end
return tostring(a)
