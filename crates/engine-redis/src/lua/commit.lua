-- A commit: checked, written, numbered, remembered and told, in one step.

-- Whether nothing of what was read has changed after commit n, and nothing of it expires between two times.
local function unchanged(reads, c, n, horizon, was, now)
  local keys, prefixes, absent = reads[1], reads[2], reads[3]
  if #keys + #prefixes + #absent == 0 then return true end
  if c > n then
    if n < horizon then return false end
    for i = 1, #keys do
      local at = rc('ZSCORE', WRITTEN, keys[i])
      if at and tonumber(at) > n then return false end
    end
    if #prefixes > 0 then
      for _, name in ipairs(rc('ZRANGEBYSCORE', WRITTEN, '(' .. n, '+inf')) do
        for i = 1, #prefixes do
          if starts(name, prefixes[i]) then return false end
        end
      end
    end
  end
  for i = 1, #absent do
    local found = rc('HGET', VALUES, absent[i])
    if found then
      local ends = kept_until(found)
      if not ends or was < ends then return false end
    end
  end
  if now > was then
    for i = 1, #keys do
      local kind = string.byte(keys[i])
      -- Values of the three spaces: v, g, s.
      if kind == 118 or kind == 103 or kind == 115 then
        local found = rc('HGET', VALUES, keys[i])
        local ends = found and kept_until(found)
        if ends and was < ends and ends <= now then return false end
      end
    end
    if #prefixes > 0 then
      for _, name in ipairs(rc('ZRANGEBYSCORE', EXPIRY, '(' .. was, now)) do
        for i = 1, #prefixes do
          if starts(name, prefixes[i]) then return false end
        end
      end
    end
  end
  return true
end

-- Lets only so many operations be kept, the newest. Those after the content have to be among them, for it can't be brought up to date
-- without them.
local function trim(name, keep, result)
  local kept = result[2]
  if kept <= keep then return end
  result[2] = keep
  for _, gone in ipairs(rc('LPOP', OPERATIONS .. name, kept - keep)) do result[#result + 1] = gone end
end

-- What can't be told from the operation itself: the content before, how many operations are kept, and which went.
local function operate(write, operations, names)
  local name, version, operation, content = write[2], write[3], write[4], write[5]
  rc('HSET', VERSIONS, name, version)
  local kept = rc('RPUSH', OPERATIONS .. name, operation)
  names[#names + 1] = name
  local result = { true, kept }
  if content ~= '' then
    result[1] = rc('HGET', CONTENTS, name)
    rc('HSET', CONTENTS, name, version .. '|' .. content)
  end
  if kept > operations then
    local content_version = version
    if content == '' then
      local found = rc('HGET', CONTENTS, name)
      content_version = found and kept_until(found) or 0
    end
    trim(name, math.max(operations, version - content_version), result)
  end
  return result
end

-- The content of the version that the document has. What can't be told from the write: as with an operation.
local function store_content(write, operations, names)
  local name, version, content = write[2], write[3], write[4]
  local result = { rc('HGET', CONTENTS, name), rc('LLEN', OPERATIONS .. name) }
  rc('HSET', CONTENTS, name, version .. '|' .. content)
  names[#names + 1] = name
  trim(name, operations, result)
  return result
end

-- What can't be told from the deletion: the version that it makes, the content before, and the operations.
local function delete_document(name, names)
  local before = rc('HGET', VERSIONS, name)
  if not before then return 0 end
  local version = string.format('%.0f', before + 1)
  local result = { tonumber(version), rc('HGET', CONTENTS, name) }
  for _, gone in ipairs(rc('LRANGE', OPERATIONS .. name, 0, -1)) do result[#result + 1] = gone end
  rc('DEL', OPERATIONS .. name)
  rc('HSET', VERSIONS, name, version)
  rc('HSET', CONTENTS, name, version .. '|null')
  names[#names + 1] = name
  return result
end

-- The first write of a document that meets another version than it needs, and that version.
local function unfit(documents)
  local at = {}
  for i = 1, #documents do
    local kind, name, version = documents[i][1], documents[i][2], documents[i][3]
    local before = at[name] or tonumber(rc('HGET', VERSIONS, name) or 0)
    if kind == 3 and before + 1 ~= version then return i, before end
    if kind == 13 and (before ~= version or version == 0) then return i, before end
    if kind == 14 then version = before > 0 and before + 1 or 0 end
    at[name] = version
  end
end

local function schedule(tag, static, due, now)
  if tag ~= '' then forget_job(tag, now) end
  local number = rc('HINCRBY', META, 'q', 1)
  local id = string.format('%016x', number)
  if tag ~= '' then rc('HSET', NAMED, tag, id) end
  rc('HSET', JOB .. id, 's', static, 'd', due, 'a', 0, 't', tag, 'c', '')
  rc('ZADD', WAITING, due, id)
end

local function commit()
  local epoch, n, was, now = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
  local node, place, count = ARGV[6], ARGV[7], tonumber(ARGV[8])
  -- First of all whether it has taken effect already: its answer was lost then.
  local last = rc('HGET', DONE .. node, place)
  if last then
    local at = string.find(last, ' ', 1, true)
    local done = tonumber(string.sub(last, 1, at - 1))
    if done == count then return { 'done', tonumber(string.sub(last, at + 1)) } end
    if done > count then return { 'late' } end
  end
  local meta = rc('HMGET', META, 'c', 'e', 'h')
  if meta[2] ~= epoch then return { 'lost' } end
  local c = tonumber(meta[1])
  if n > c then return { 'lost' } end
  local reads = cmsgpack.unpack(ARGV[9])
  local job = reads[5]
  if job[1] then
    local claim = rc('HGET', JOB .. job[1], 'c')
    if claim ~= job[2] or not rc('ZSCORE', CLAIMED, job[1]) then return { 'conflict' } end
  end
  if not unchanged(reads, c, n, tonumber(meta[3]), was, now) then return { 'conflict' } end
  local which, version = unfit(reads[4])
  if which then return { 'refused', which, version } end
  local writes = cmsgpack.unpack(ARGV[10])[2]
  -- Nothing is written: what was read is still so, and that was the question.
  if #writes == 0 and not job[1] then return { 'done', c } end

  local limits = cmsgpack.unpack(ARGV[11])
  local history, age, operations, log = limits[1], limits[2], limits[3], limits[4]
  local number = c + 1
  local results, names = {}, {}
  local due = true
  if job[1] then
    remove_job(job[1])
    due = false
  end
  for i = 1, #writes do
    local write = writes[i]
    local kind = write[1]
    local result = 0
    if kind == 1 then
      local name = write[2]
      local old = rc('HGET', VALUES, name)
      rc('HSET', VALUES, name, write[3])
      if not old then rc('ZADD', INDEX, 0, name) end
      if write[4] ~= '' then
        rc('ZADD', EXPIRY, write[4], name)
      elseif old and string.byte(old) ~= BAR then
        rc('ZREM', EXPIRY, name)
      end
      names[#names + 1] = name
      result = old
    elseif kind == 2 then
      result = remove_value(write[2])
      if result then names[#names + 1] = write[2] end
    elseif kind == 3 then
      result = operate(write, operations, names)
    elseif kind == 4 then
      result = rc('HINCRBY', ROOMS, write[2], 1)
      if history > 0 then
        local key = HISTORY .. write[2]
        rc('XADD', key, 'MAXLEN', history, result .. '-0', 'm', write[3])
        rc('PEXPIRE', key, age)
      end
    elseif kind == 6 then
      schedule(write[2], write[3], write[4], now)
      due = false
    elseif kind == 7 then
      forget_job(write[2], now)
      due = false
    elseif kind == 8 then
      local room, user, member = write[2], write[3], write[4]
      if rc('HSETNX', MEMBERS .. room, member, node) == 1 then
        rc('SADD', SEATS .. node, cmsgpack.pack({ room, user, member }))
        names[#names + 1] = 'm' .. room
        result = 1
        if rc('HINCRBY', ONLINE, user, 1) == 1 then
          names[#names + 1] = 'u' .. user
          result = 2
        end
      end
    elseif kind == 12 then
      local name = write[2]
      rc('HSET', VERSIONS, name, write[3])
      if write[4] > 0 then
        rc('HSET', CONTENTS, name, write[4] .. '|' .. write[5])
      else
        rc('HDEL', CONTENTS, name)
      end
      rc('DEL', OPERATIONS .. name)
      for _, operation in ipairs(write[6]) do rc('RPUSH', OPERATIONS .. name, operation) end
      names[#names + 1] = name
    elseif kind == 13 then
      result = store_content(write, operations, names)
    elseif kind == 14 then
      result = delete_document(write[2], names)
    elseif kind == 9 then
      result = leave(write[2], write[3], write[4], names)
    end
    results[i] = result
  end
  touch(names, number)
  if not due then due = next_due() else due = 0 end
  rc('HSET', DONE .. node, place, count .. ' ' .. number)
  tell(number, node .. ':' .. place .. ':' .. count, now, due, results, ARGV[10], log)
  return { 'done', number }
end
