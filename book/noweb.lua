-- A pandoc reader for noweb's pipeline format (markup | finduses | noidx):
--
--   pandoc -f book/noweb.lua build/weave/01-one-weight.stream
--
-- Documentation is pandoc Markdown. A chunk is an empty Div.chunk where it stands: the
-- filter sets it as its edition needs. Labels, uses and definitions are those that noweb
-- computed.
local labels = require 'book.labels'
local code = require 'book.code'
local stream_of = require 'book.stream'

local markdown = 'markdown+smart+tex_math_dollars+fenced_divs+bracketed_spans'
  .. '+inline_notes+citations-auto_identifiers-markdown_in_html_blocks'

-- -------------------------------------------------------------------- the parts

-- [[code]] in prose: the whole as Code, its identifiers and chunks as links.
local function quoted(pieces)
  local inlines = pandoc.List()
  for _, piece in ipairs(pieces) do
    if piece.use then
      inlines:insert(code.chunk_reference(piece.use, piece.ref))
    elseif piece.ref then
      inlines:insert(pandoc.Link({ pandoc.Code(piece.text) }, '#' .. piece.ref, '', { class = 'identifier' }))
    else
      inlines:insert(pandoc.Code((piece.text:gsub('\n', ' '))))
    end
  end
  return inlines
end

local function joined(list, separator)
  local inlines = pandoc.List()
  for i, item in ipairs(list) do
    if i > 1 then inlines:insert(pandoc.Str(separator)) end
    inlines:insert(item)
  end
  return inlines
end

local function is_hints(name) return name:match('^exercises/%d+/hints/') ~= nil end

-- Hints are prose in a file of their own: a paragraph a level.
local function hints(chunk)
  local div = pandoc.Div({}, { id = chunk.label, class = 'hints' })
  local text = stream_of.text_of(chunk.pieces):gsub('%[%[(.-)%]%]', '`%1`')
  for _, block in ipairs(pandoc.read(text, markdown).blocks) do
    div.content:insert(pandoc.Div({ block }, { class = 'hint' }))
  end
  div.attributes.file = chunk.name
  return div
end

local function woven(chunk)
  if is_hints(chunk.name) then return hints(chunk) end
  return pandoc.Div({}, { id = chunk.label, class = 'chunk', name = chunk.name })
end

-- Of the uses of an identifier those in the engine's files are listed; exercises
-- and tests would bury them.
local function in_the_engine(label)
  local where = labels.label(label)
  return where and where.file:match('^code/[^/]*$') ~= nil
end

-- The lists at the end of the stream: every chunk, every identifier.
local function lists(stream)
  local chunks, identifiers = pandoc.List(), pandoc.List()
  local entry
  local function place(label, class)
    local where = labels.label(label)
    return pandoc.Link({ pandoc.Str(where and where.title or '?') }, '#' .. label, '', { class = class })
  end
  for line in stream:gmatch('[^\n]+') do
    local what, kind, label, name = line:match('^@(%S+) (%a+) ?(%S*) ?(.*)$')
    kind = kind and kind:gsub('^chunk', ''):gsub('^entry', '')
    if kind == 'begin' and label ~= '' and not is_hints(name) then
      entry = { name = name, label = label, uses = {}, what = what }
    elseif kind == 'use' and entry and (entry.what == 'xref' or in_the_engine(label)) then
      table.insert(entry.uses, label)
    elseif kind == 'end' and entry then
      local item = pandoc.List()
      if entry.what == 'xref' then
        item:insert(code.chunk_reference(entry.name, entry.label))
        item[1].classes:insert('identifier-entry')
      else
        item:insert(pandoc.Link({ pandoc.Code(entry.name) }, '#' .. entry.label, '', { class = 'identifier-entry' }))
      end
      local links = {}
      for _, use in ipairs(entry.uses) do
        links[#links + 1] = code.chunk_reference(labels.label(use).title, use)
        links[#links].classes:insert('use-ref')
      end
      if #links > 0 then
        item:insert(pandoc.Span({ pandoc.Str(', used in ') }, { class = 'used-in' }))
        item:extend(joined(links, ', '))
      end
      local list = entry.what == 'xref' and chunks or identifiers
      list:insert({ pandoc.Plain(item) })
      entry = nil
    end
  end
  local blocks = pandoc.List()
  local function section(title, id, list)
    if #list == 0 then return end
    blocks:insert(pandoc.Header(2, { pandoc.Str(title) }, { id = id }))
    blocks:insert(pandoc.Div({ pandoc.BulletList(list) }, { class = 'entries' }))
  end
  section('Chunks', 'list-of-chunks', chunks)
  section('Identifiers', 'list-of-identifiers', identifiers)
  return blocks
end

function Reader(input)
  local stream = tostring(input)
  local main, tail = stream:match('^(.-)(@xref beginchunks.*)$')
  local prose, chunks, quotes = stream_of.parse(main or stream)
  local document = pandoc.read(prose, markdown)
  local blocks = pandoc.Div(document.blocks):walk {
    CodeBlock = function(block)
      if block.classes:includes('noweb-chunk') then
        return woven(chunks[tonumber(block.attributes.n)])
      end
    end,
    Code = function(inline)
      if inline.classes:includes('noweb-quote') then
        return quoted(quotes[tonumber(inline.attributes.n)])
      end
    end,
  }
  blocks = blocks.content
  if tail then
    blocks:insert(pandoc.Header(1, { pandoc.Str('Index') }, { id = 'index', class = 'unnumbered' }))
    blocks:extend(lists(tail))
  end
  return pandoc.Pandoc(blocks, document.meta)
end
