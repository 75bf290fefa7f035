-- Sets what a dead letter will hold when it goes back; the letter itself stays as it died. KEYS dead edits.  ARGV 1 id 2 value
if #redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1]) == 0 then return 0 end
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
return 1
