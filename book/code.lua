-- Code as pandoc inlines: the pieces that noweb's pipeline gives (text, uses of
-- chunks, uses of identifiers) with the words of C marked by class. Writers of
-- every format see the same spans and links.
local M = {}

local function set(words)
  local members = {}
  for word in words:gmatch('%S+') do members[word] = true end
  return members
end

local keywords = set [[break case continue default do else enum extern for goto
  if inline return sizeof static struct switch typedef union while const
  volatile restrict register _Static_assert]]
local types = set [[void char short int long float double signed unsigned bool
  size_t ptrdiff_t FILE uint8_t uint16_t uint32_t uint64_t int8_t int16_t
  int32_t int64_t uintptr_t va_list]]

-- Each state says which pattern ends it, which characters surely don't, and the class
-- of what it holds.
local within = {
  comment = { ends = '^%*/', inside = '^[^*]+', class = 'co' },
  line_comment = { ends = '^\n', inside = '^[^\n]+', class = 'co' },
  string = { ends = '^"', inside = '^[^"\\]+', class = 'st', escapes = true },
  char = { ends = "^'", inside = "^[^'\\]+", class = 'st', escapes = true },
}

local openings = {
  c = { { '^/%*', 'comment' }, { '^//', 'line_comment' }, { '^"', 'string' }, { "^'", 'char' } },
  hash = { { '^#', 'line_comment' }, { '^"', 'string' } },
  plain = {},
}

function M.language(path)
  if path:match('%.[ch]$') then return 'c' end
  if path:match('%.gp$') or path:match('/hints/') == nil and path:match('%.txt$') then return 'hash' end
  return 'plain'
end

local function span(class, text)
  if class then return pandoc.Span({ pandoc.Str(text) }, { class = class }) end
  return pandoc.Str(text)
end

local function word_class(word)
  return keywords[word] and 'kw' or types[word] and 'ty' or nil
end

-- Lexes text piece by piece, remembering between pieces where it stands.
local function lexer(language, emit)
  local state
  local line_start = true

  local function one(text, from)
    if state then
      local rule = within[state]
      if rule.escapes and text:match('^\\.', from) then return 2, rule.class end
      local closing = text:match(rule.ends, from)
      if closing then
        state = nil
        return #closing, closing == '\n' and nil or rule.class
      end
      return #(text:match(rule.inside, from) or ' '), rule.class
    end
    local plain = language == 'c' and (text:match('^ +', from) or text:match('^[^%w_%s/"\'#\128-\255]+', from))
    if plain then return #plain, nil end
    local word = language == 'c' and text:match('^[%a_][%w_]*', from)
    if word then return #word, word_class(word) end
    for _, opening in ipairs(openings[language]) do
      local found = text:match(opening[1], from)
      if found then
        state = opening[2]
        return #found, within[state].class
      end
    end
    if language == 'c' then
      local directive = line_start and text:match('^#%s*%a+', from)
      if directive then return #directive, 'pp' end
      local number = text:match('^%d[%w.]*[eE][+-]%d+', from) or text:match('^%d[%w.]*', from)
      if number then return #number, 'nu' end
    end
    local character = text:match('^[%z\1-\127\194-\244][\128-\191]*', from) or text:sub(from, from)
    return #character, nil
  end

  return function(text)
    local from, held, held_class = 1, '', nil
    while from <= #text do
      local length, class = one(text, from)
      local taken = text:sub(from, from + length - 1)
      if class ~= held_class and held ~= '' then
        emit(held, held_class)
        held = ''
      end
      held, held_class = held .. taken, class
      line_start = taken == '\n' or (line_start and not taken:find('%S'))
      from = from + length
    end
    if held ~= '' then emit(held, held_class) end
    return state
  end
end

-- The inlines of a piece of text, its newlines as LineBreak.
local function add_lines(inlines, text, class)
  local from = 1
  while true do
    local newline = text:find('\n', from, true)
    local part = text:sub(from, (newline or 0) - 1)
    if part ~= '' then inlines:insert(span(class, part)) end
    if not newline then return end
    inlines:insert(pandoc.LineBreak())
    from = newline + 1
  end
end

function M.chunk_reference(name, label)
  return pandoc.Link({ pandoc.Str('⟨' .. name .. '⟩') }, '#' .. label, '', { class = 'chunk-ref' })
end

-- A word of a comment is the identifier only if it can hardly be a word of English.
local function speaks_of(text, state)
  if state == 'string' or state == 'char' then return false end
  return not state or text:match('[_%u%d]') ~= nil
end

-- pieces: {text=…}, {text=…, ref=label} for an identifier that is defined in
-- the book, {use=name, ref=label} for a chunk. may_link(label) tells whether an
-- identifier defined there is known here.
function M.inlines(pieces, language, may_link)
  local inlines = pandoc.List()
  local emit_into = inlines
  local lex = lexer(language, function(text, class) add_lines(emit_into, text, class) end)
  for _, piece in ipairs(pieces) do
    if piece.use then
      inlines:insert(M.chunk_reference(piece.use, piece.ref))
    elseif piece.ref then
      emit_into = pandoc.List()
      local state = lex(piece.text)
      if speaks_of(piece.text, state) and may_link(piece.ref) then
        inlines:insert(pandoc.Link(emit_into, '#' .. piece.ref, '', { class = 'identifier' }))
      else
        inlines:extend(emit_into)
      end
      emit_into = inlines
    else
      lex(piece.text)
    end
  end
  return inlines
end

return M
