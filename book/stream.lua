-- noweb's pipeline format read: the prose of a chapter, and its chunks in pieces.
local M = {}

local function lines(text) return text:gmatch('@(%S+) ?([^\n]*)\n') end

-- The text of a chunk is a list of pieces: {text=…} or {use=…}, with the ref of what a
-- name stands for.
local function read(chunk, text)
  local pieces, ref, started = {}, nil, false
  chunk.pieces, chunk.defines, chunk.used_in = pieces, {}, {}
  local function add(piece)
    piece.ref, ref = ref, nil
    pieces[#pieces + 1] = piece
  end
  for key, rest in lines(text) do
    if key == 'text' then
      if rest ~= '' then add { text = rest } end
    elseif key == 'nl' then
      if started then add { text = '\n' } end
      started = true
    elseif key == 'use' then
      add { use = rest }
    elseif key == 'xref' then
      local kind, label = rest:match('^(%S+)%s?(.*)$')
      if kind == 'ref' then ref = label
      elseif kind == 'prevdef' then chunk.previous = label
      elseif kind == 'nextdef' then chunk.next = label
      elseif kind == 'useitem' then table.insert(chunk.used_in, label)
      end
    elseif key == 'index' then
      local kind, item = rest:match('^(%S+) ?(.*)$')
      if kind == 'defitem' then table.insert(chunk.defines, item) end
      if kind ~= 'use' then ref = nil end
    elseif key == 'defn' then
      ref = nil
    end
  end
end

-- A chunk of which only label and name are known: the rest is read when it is asked for.
-- A page needs few of the book's chunks.
local unread = {}

function unread.__index(chunk, key)
  local text = rawget(chunk, 'text')
  setmetatable(chunk, nil)
  chunk.text = nil
  read(chunk, text)
  return chunk[key]
end

local function chunk_of(text)
  local label, name = text:match('@xref label ([^\n]*)\n'), text:match('@defn ([^\n]*)\n')
  return setmetatable({ label = label, name = name, text = text }, unread)
end

-- Each chunk's text in a stream, after what stands before it, and at last the rest.
local function parts(stream)
  local from = 1
  return function()
    if not from then return nil end
    local first, begins = stream:find('\n@begin code %d+\n', from)
    if not first then
      local rest = stream:sub(from)
      from = nil
      return rest
    end
    local last, ends = stream:find('\n@end code %d+\n', begins)
    local before, text = stream:sub(from, first), stream:sub(begins + 1, last)
    from = ends    -- its newline may be the one before the next
    return before, text
  end
end

function M.chunks(stream)
  local chunks = {}
  for _, text in parts(stream) do
    if text then chunks[#chunks + 1] = chunk_of(text) end
  end
  return chunks
end

function M.text_of(pieces)
  local text = {}
  for _, piece in ipairs(pieces) do
    text[#text + 1] = piece.text or ('⟨' .. piece.use .. '⟩')
  end
  return table.concat(text)
end

-- What stands in quotes, [[like this]], and in chunks, is kept aside while the
-- prose around it is read as Markdown; a numbered placeholder marks its place.
function M.parse(stream)
  local prose, chunks, quotes = {}, {}, {}
  local quote, ref
  for before, text in parts(stream) do
    for key, rest in lines(before) do
      if key == 'text' and rest ~= '' or key == 'nl' then
        local words = key == 'nl' and '\n' or rest
        if quote then
          quote[#quote + 1] = { text = words, ref = ref }
          ref = nil
        else
          prose[#prose + 1] = words
        end
      elseif key == 'quote' then
        quote = {}
      elseif key == 'endquote' then
        quotes[#quotes + 1] = quote
        prose[#prose + 1] = ('`q`{.noweb-quote n="%d"}'):format(#quotes)
        quote = nil
      elseif key == 'use' then
        quote[#quote + 1] = { use = rest, ref = ref }
        ref = nil
      elseif key == 'xref' then
        ref = rest:match('^ref (.*)$') or ref
      elseif key == 'index' and not rest:match('^use ') then
        ref = nil
      end
    end
    if text then
      chunks[#chunks + 1] = chunk_of(text)
      prose[#prose + 1] = ('\n\n``` {.noweb-chunk n="%d"}\n```\n\n'):format(#chunks)
    end
  end
  return table.concat(prose), chunks, quotes
end

return M
