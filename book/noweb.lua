-- A pandoc reader for noweb's pipeline format (markup | finduses | noidx):
--
--   pandoc -f book/noweb.lua build/weave/01-one-weight.stream
--
-- Documentation is pandoc Markdown. A chunk is an empty Div.chunk where it stands: the
-- filter sets it as its edition needs. Labels, uses and definitions are those that noweb
-- computed.
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

function Reader(input)
  local prose, chunks, quotes = stream_of.parse(tostring(input))
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
  return pandoc.Pandoc(blocks.content, document.meta)
end
