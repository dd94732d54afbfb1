# What all plots of the book share: quiet axes, four kinds of line.
set encoding utf8
set border 3 linecolor rgb "#22201c" linewidth 0.8
set tics nomirror out scale 0.6 textcolor rgb "#22201c"
set minussign
set xlabel textcolor rgb "#22201c" offset 0,0.4
set ylabel offset 0.6,0 textcolor rgb "#22201c"
set key textcolor rgb "#22201c" noenhanced samplen 2 spacing 1.15
unset grid
set linetype 1 linecolor rgb "#1f5fa8" linewidth 1.8 pointtype 7 pointsize 0.4
set linetype 2 linecolor rgb "#b5410d" linewidth 1.8 pointtype 5 pointsize 0.4 dashtype 2
set linetype 3 linecolor rgb "#2f7446" linewidth 1.8 pointtype 9 pointsize 0.5 dashtype 4
set linetype 4 linecolor rgb "#7a3e9d" linewidth 1.8 pointtype 13 pointsize 0.5 dashtype 3
set linetype 5 linecolor rgb "#6b6558" linewidth 1.0
