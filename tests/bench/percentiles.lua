-- What wrk does not print by itself: how long all but the slowest five of a hundred took.
done = function(summary, latency, requests)
  io.write(string.format("95 %% in %.1f ms, 99 %% in %.1f ms\n", latency:percentile(95) / 1000, latency:percentile(99) / 1000))
end
