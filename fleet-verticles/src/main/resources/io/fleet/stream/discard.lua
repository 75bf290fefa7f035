-- Drops dead letters for good. KEYS dead edits.  ARGV ids.  Answers how many.
local dropped = 0
for _, id in ipairs(ARGV) do
  dropped = dropped + redis.call('XDEL', KEYS[1], id)
  redis.call('HDEL', KEYS[2], id)
end
return dropped
