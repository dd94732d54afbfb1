-- Text as it has to be written in a format to mean itself.
local M = {}

function M.html(text)
  return (text:gsub('[&<>"]', { ['&'] = '&amp;', ['<'] = '&lt;', ['>'] = '&gt;', ['"'] = '&quot;' }))
end

local specials = { ['\\'] = '\\textbackslash{}', ['{'] = '\\{', ['}'] = '\\}', ['$'] = '\\$', ['&'] = '\\&',
  ['#'] = '\\#', ['%'] = '\\%', ['_'] = '\\_', ['^'] = '\\textasciicircum{}', ['~'] = '\\textasciitilde{}',
  ["'"] = '\\textquotesingle{}', ['"'] = '\\char34{}', ['`'] = '\\textasciigrave{}', ['-'] = '\\char45{}' }

function M.latex(text) return (text:gsub('[\\{}$&#%%_^~\'"`%-]', specials)) end

-- Code keeps its blanks, and is not broken after a hyphen.
local function code(text) return M.latex(text):gsub('\\char45{}', '\\codehyphen{}'):gsub(' ', '\\ ') end

-- A line of code may be broken after an opening bracket. A backslash that ends it goes
-- with what is before it.
function M.latex_code(text)
  return (code(text):gsub('%(', '(\\codebreak{}')
    :gsub('\\textbackslash', '\\codebreak{}%0'):gsub('\\codebreak{}(\\textbackslash{})$', '%1'))
end

-- Code in a line of text: a path may be broken, and after a bracket.
function M.latex_in_text(text)
  return (code(text):gsub('(%w/)(%w)', '%1\\allowbreak{}%2'):gsub('(%w%()(%w)', '%1\\codebreak{}%2'))
end

-- The name of a chunk, of which a file's is broken after a slash, and has no hyphen added.
function M.latex_name(name)
  if not name:find('/') or name:find(' ') then return M.latex(name) end
  return (M.latex(name):gsub('[^/]+/?', function(step) return '\\mbox{' .. step .. '}\\allowbreak{}' end):gsub('\\allowbreak{}$', ''))
end

return M
