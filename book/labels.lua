-- What the reader and the filter share: the table of labels that book/woven
-- made, the chapters' sources for line numbers, and errors with a place.
local M = {}

M.build = os.getenv('GRADUS_BUILD') or 'build'

function M.slurp(path)
  local file = io.open(path, 'rb')
  if not file then return nil end
  local text = file:read('a')
  file:close()
  return text
end

-- Does some text stand on a line, and not as the beginning of a longer name?
local function stands_in(line, text)
  local from, to = line:find(text, 1, true)
  while from and text:find('[%w_]$') and line:find('^[%w_-]', to + 1) do
    from, to = line:find(text, to + 1, true)
  end
  return from
end

-- The line of a chapter that is some text, or on which it first stands (0: nowhere).
local function line_of(source, text)
  local number, first = 0, 0
  for line in (source .. '\n'):gmatch('(.-)\n') do
    number = number + 1
    if line == text then return number end
    if first == 0 and stands_in(line, text) then first = number end
  end
  return first
end

-- The chapters, that of a number first.
local function sources(number)
  local listing = M.slurp(M.build .. '/weave/chapters') or ''
  local list = {}
  for path in listing:gmatch('[^\n]+') do
    local first = number and tonumber(path:match('(%d+)%-[^/]*$')) == tonumber(number)
    table.insert(list, first and 1 or #list + 1, path)
  end
  list[#list + 1] = 'book/cover.md'
  list[#list + 1] = 'book/moved.txt'
  return list
end

-- Where a text, or else the next of several, stands in the chapters.
local function place_of(texts, number)
  for _, text in ipairs(type(texts) == 'table' and texts or { texts }) do
    for _, path in ipairs(sources(number)) do
      local line = line_of(M.slurp(path) or '', text)
      if line > 0 then return path .. ':' .. line end
    end
  end
  return 'chapters'
end

-- Stop with an author's error: where `text` (or the first of a list of texts that
-- does) stands in the chapters, what is wrong there, and what to do. With a number,
-- that chapter is looked at first.
function M.stop(text, what, advice, number)
  io.stderr:write(place_of(text, number), ': error: ', what, '\n    ', advice or '', '\n')
  os.exit(1)
end

local loaded

-- id -> {id, page, kind...}, as book/woven describes them; the list keeps the book's order.
function M.labels()
  if loaded then return loaded end
  loaded = { list = {}, by_id = {} }
  local table_of_labels = M.slurp(M.build .. '/weave/labels.tsv') or ''
  local fields = ('([^\t\n]*)\t'):rep(9) .. '([^\t\n]*)\n'
  for id, page, kind, number, title, file, part, part_title, exercise, steps in table_of_labels:gmatch(fields) do
    local label = { id = id, page = page, kind = kind, number = number, title = title, file = file,
                    part = part, part_title = part_title, exercise = exercise, steps = tonumber(steps) }
    table.insert(loaded.list, label)
    loaded.by_id[label.id] = label
  end
  return loaded
end

function M.label(id) return M.labels().by_id[id] end

local moved

-- book/moved.txt: {page, id, now}, the anchors that had another name once.
function M.moved()
  if moved then return moved end
  moved = {}
  for line in (M.slurp('book/moved.txt') or ''):gmatch('[^\n]+') do
    local page, id, now = line:match('^([^%s#]+)#(%S+)%s+(%S+)%s*$')
    if page then
      moved[#moved + 1] = { page = page, id = id, now = now }
      if not M.label(now) then M.stop(now, 'nothing has the anchor #' .. now .. ' that #' .. id .. ' moved to') end
    end
  end
  return moved
end

local function files_of(id)
  local label = M.label(id)
  return label and label.file or ''
end

-- Can the code of one chunk name what another defines? What the engine's files
-- define, all of them can; what a program or a test defines, only its own files.
function M.knows(user, definer)
  local files = ' ' .. files_of(definer) .. ' '
  if files:match(' code/[^/ ]+ ') then return true end
  for file in files_of(user):gmatch('%S+') do
    if files:find(' ' .. file .. ' ', 1, true) then return true end
  end
  return false
end

return M
