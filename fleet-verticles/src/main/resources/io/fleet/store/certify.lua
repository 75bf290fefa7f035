-- Certifies that every process of a boot has ended; only grows. KEYS cert. ARGV boot channel worker
if tonumber(redis.call('GET', KEYS[1]) or '0') < tonumber(ARGV[1]) then
  redis.call('SET', KEYS[1], ARGV[1])
  redis.call('PUBLISH', ARGV[2], ARGV[3])
end
return 'OK'
