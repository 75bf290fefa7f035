-- Gives entries back that were read but not executed. KEYS log begun open.  ARGV 1 group 2 consumer, then ids
-- The consumer _:0 belongs to nobody, so that everybody may claim from it at once.
local given = 0
unfold(KEYS[1], KEYS[3], KEYS[2], ARGV[1], ARGV[2])
for i = 3, #ARGV do
  if mine(KEYS[1], ARGV[1], ARGV[2], ARGV[i]) then
    local a, c, n, open, d = begun_of(KEYS[2], ARGV[1], ARGV[i])
    if open == '1' then
      -- Begun, and then not executed: no attempt is counted, and nobody died of it.
      a = a - 1
      put_begun(KEYS[2], ARGV[1], ARGV[i], a, c, n, '0', d)
    end
    redis.call('XCLAIM', KEYS[1], ARGV[1], '_:0', 0, ARGV[i], 'RETRYCOUNT', a, 'JUSTID')
    given = given + 1
  end
end
local left = redis.pcall('XPENDING', KEYS[1], ARGV[1], '-', '+', 1, ARGV[2])
if not left.err and #left == 0 then redis.pcall('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], ARGV[2]) end
return given
