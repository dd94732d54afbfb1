-- All chunks of the book, and what each comes to as of a chapter. What is said here
-- of an engine's file is checked against the file that was tangled and tested.
local labels = require 'book.labels'
local stream_of = require 'book.stream'

local M = {}

local function stream(name) return labels.slurp(labels.build .. '/weave/' .. name) or '' end

local loaded

local function load()
  if loaded then return loaded end
  loaded = { by_label = {}, by_name = {} }
  for path in (labels.slurp(labels.build .. '/weave/chapters') or ''):gmatch('[^\n]+') do
    local slug = path:match('([^/]+)%.nw$')
    local number = slug:match('^%d+')
    for _, chunk in ipairs(stream_of.chunks(stream(slug .. '.stream') .. stream(number .. '.back'))) do
      chunk.chapter = tonumber(number)
      loaded.last = chunk.chapter
      loaded.by_label[chunk.label] = chunk
      loaded.by_name[chunk.name] = loaded.by_name[chunk.name] or {}
      table.insert(loaded.by_name[chunk.name], chunk)
    end
  end
  return loaded
end

function M.chunk(label) return load().by_label[label] end

-- The parts of a chunk, in the order of the book.
function M.parts(name) return load().by_name[name] or {} end

-- ------------------------------------------------------------------ expanded

-- A line is a list of pieces, {text=…, ref=…}, with the chunk part that it is from and
-- the first chapter that has it. A comment that names a chunk has its parts too.
local function width_of(line)
  local width = 0
  for _, piece in ipairs(line.pieces) do width = width + utf8.len(piece.text) end
  return width
end

local function is_blank(line)
  for _, piece in ipairs(line.pieces) do
    if piece.text:match('%S') then return false end
  end
  return true
end

-- The lines of one part as they stand in it: each a list of pieces, uses among them.
local function lines_in(part)
  local lines, line = {}, {}
  for _, piece in ipairs(part.pieces) do
    if piece.text == '\n' then
      lines[#lines + 1], line = line, {}
    else
      line[#line + 1] = piece
    end
  end
  if #line > 0 then lines[#lines + 1] = line end
  return lines
end

local function only_use(pieces)
  local use
  for _, piece in ipairs(pieces) do
    if piece.use and use or piece.text and piece.text:match('%S') then return nil end
    use = use or piece.use
  end
  return use
end

local expanded

local function comment(indent, name, chapter, part)
  return { pieces = { { text = indent .. '/* ' .. name .. ' */' } }, part = part, chapter = chapter, names = name, indent = indent }
end

local function add_line(lines, pieces, part)
  local use = only_use(pieces)
  if use and #M.parts(use) == 0 then return end
  local line = { pieces = {}, part = part, chapter = part.chapter }
  for _, piece in ipairs(pieces) do
    if not piece.use then
      table.insert(line.pieces, piece)
    else
      local width, indented = width_of(line), is_blank(line)
      local inner = expanded(piece.use)
      if use and width > 0 and part.is_c then
        table.insert(lines, comment((' '):rep(width), use, math.max(part.chapter, M.parts(use)[1].chapter), part))
      end
      for i, each in ipairs(inner) do
        if i == 1 and not indented then
          for _, more in ipairs(each.pieces) do table.insert(line.pieces, more) end
        else
          local before = is_blank(each) and {} or { { text = (' '):rep(width) } }
          for _, more in ipairs(each.pieces) do table.insert(before, more) end
          if i > 1 then table.insert(lines, line) end
          line = { pieces = before, part = each.part, chapter = math.max(each.chapter, part.chapter), names = each.names, indent = each.indent and (' '):rep(width) .. each.indent }
        end
      end
    end
  end
  table.insert(lines, line)
end

local memory = {}

-- What a chunk comes to at the end of the book: {lines}.
function expanded(name)
  if memory[name] then return memory[name] end
  local lines = {}
  for _, part in ipairs(M.parts(name)) do
    local label = labels.label(part.label)
    part.is_c = label and label.file:match('%.[ch]%f[%s%z]') ~= nil
    for _, pieces in ipairs(lines_in(part)) do add_line(lines, pieces, part) end
  end
  memory[name] = lines
  return lines
end
M.expanded = expanded

-- The chapters that add to what a chunk comes to, in order.
function M.chapters(name)
  local list, seen = {}, {}
  for _, line in ipairs(expanded(name)) do
    if not seen[line.chapter] then list[#list + 1] = line.chapter end
    seen[line.chapter] = true
  end
  table.sort(list)
  return list
end

function M.text_of(line)
  local text = {}
  for _, piece in ipairs(line.pieces) do text[#text + 1] = piece.text end
  return (table.concat(text):gsub('[ \t]+$', ''))
end

-- ------------------------------------------------------------ the engine's files

local function step_file(chapter, name)
  return ('%s/steps/%02d/%s'):format(labels.build, chapter, name)
end

-- Is what we say of a file, as of a chapter, what was tangled and tested?
local function check(name, chapter, lines)
  local path = step_file(chapter, name)
  local tested = labels.slurp(path)
  local said = {}
  for _, line in ipairs(lines) do
    if line.chapter <= chapter then said[#said + 1] = M.text_of(line) .. '\n' end
  end
  local mine = table.concat(said)
  if name:match('/Makefile$') then mine = ('\n' .. mine):gsub('\n        ', '\n\t'):sub(2) end -- as book/tangle does
  local theirs = tested and tested:gsub('^/%*[^\n]* of Gradus%. %*/\n', '')
  if mine == theirs then return end
  local number, mismatch = 0, 'nothing'
  local mine_lines = (mine .. '\n'):gmatch('(.-)\n')
  for line in ((theirs or '') .. '\n'):gmatch('(.-)\n') do
    number = number + 1
    mismatch = mine_lines() or 'the end'
    if mismatch ~= line then break end
  end
  io.stderr:write(('%s:%d: error: the history of %s has "%s" there\n    book/chunks.lua and book/tangle disagree: mend the first.\n')
    :format(path, number + 1, name, mismatch))
  os.exit(1)
end

-- An engine's file: its lines, and the chapters after which it looks different.
function M.history(name)
  local lines, chapters = expanded(name), M.chapters(name)
  for chapter = chapters[1], load().last do check(name, chapter, lines) end
  return lines, chapters
end

-- code/value.c => code-value.c.html
function M.page_of(file) return (file:gsub('/', '-')) .. '.html' end

function M.is_engine(file) return file:match('^code/') ~= nil end

return M
