-- noweb's pipeline format read: the prose of a chapter, and its chunks in pieces.
local M = {}

-- What stands in quotes, [[like this]], and in chunks, is kept aside while the
-- prose around it is read as Markdown; a numbered placeholder marks its place.
function M.parse(stream)
  local prose, chunks, quotes = {}, {}, {}
  local chunk, quote, ref, pieces

  local function add(text)
    if quote or (chunk and chunk.name) then
      table.insert(pieces, { text = text, ref = ref })
      ref = nil
    elseif not chunk then
      prose[#prose + 1] = text
    end
  end

  local on = {}
  function on.text(rest) if rest ~= '' then add(rest) end end
  function on.nl()
    if chunk and not chunk.started then chunk.started = true
    else add('\n') end
  end
  function on.begin(rest)
    if rest:match('^code') then chunk = { defines = {}, used_in = {} } end
  end
  on['end'] = function(rest)
    if not rest:match('^code') then return end
    chunk.pieces = pieces
    chunks[#chunks + 1] = chunk
    prose[#prose + 1] = ('\n\n``` {.noweb-chunk n="%d"}\n```\n\n'):format(#chunks)
    chunk, pieces = nil, nil
  end
  function on.defn(rest) chunk.name, pieces, ref = rest, {}, nil end
  function on.quote() quote, pieces = true, {} end
  function on.endquote()
    quotes[#quotes + 1] = pieces
    prose[#prose + 1] = ('`q`{.noweb-quote n="%d"}'):format(#quotes)
    quote, pieces = nil, nil
  end
  function on.use(rest)
    table.insert(pieces, { use = rest, ref = ref })
    ref = nil
  end
  function on.xref(rest)
    local kind, label = rest:match('^(%S+)%s?(.*)$')
    if kind == 'ref' then ref = label
    elseif kind == 'label' and chunk and not chunk.name then chunk.label = label
    elseif kind == 'prevdef' then chunk.previous = label
    elseif kind == 'nextdef' then chunk.next = label
    elseif kind == 'useitem' then table.insert(chunk.used_in, label)
    end
  end
  -- After its text a chunk lists the names that it defines.
  function on.index(rest)
    local kind, item = rest:match('^(%S+) ?(.*)$')
    if chunk and kind == 'defitem' then table.insert(chunk.defines, item) end
    if kind ~= 'use' then ref = nil end
  end

  for line in stream:gmatch('[^\n]*') do
    local key, rest = line:match('^@(%S+) ?(.*)$')
    if key and on[key] then on[key](rest) end
  end
  return table.concat(prose), chunks, quotes
end

return M
