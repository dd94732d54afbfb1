-- Text as it has to be written in a format to mean itself.
local M = {}

function M.html(text)
  return (text:gsub('[&<>"]', { ['&'] = '&amp;', ['<'] = '&lt;', ['>'] = '&gt;', ['"'] = '&quot;' }))
end

local specials = { ['\\'] = '\\textbackslash{}', ['{'] = '\\{', ['}'] = '\\}', ['$'] = '\\$', ['&'] = '\\&',
  ['#'] = '\\#', ['%'] = '\\%', ['_'] = '\\_', ['^'] = '\\textasciicircum{}', ['~'] = '\\textasciitilde{}',
  ["'"] = '\\textquotesingle{}', ['"'] = '\\char34{}', ['`'] = '\\textasciigrave{}', ['-'] = '\\char45{}' }

function M.latex(text) return (text:gsub('[\\{}$&#%%_^~\'"`%-]', specials)) end

-- Code keeps its blanks, and may be broken before a bracket.
function M.latex_code(text)
  return (M.latex(text):gsub('%(', '(\\codebreak{}'):gsub('\\textbackslash', '\\codebreak{}%0'):gsub(' ', '\\ '))
end

return M
