# usage: zsh -f zsh-completion.zsh SCRIPT LINE; prints what a zsh with the script makes of the line and one Tab.
zmodload zsh/zpty
zpty z "TERM=dumb zsh -f -i"
zpty -w z "PROMPT=; bindkey -e; autoload -U compinit; compinit -u -D; stty cols 200 rows 1000; source ${(q)1}; print READY''MARK"
while zpty -r z line; do [[ $line == *READYMARK* ]] && break; done
# The line is then shown by the shell itself, as an argument of print.
zpty -n -w z "$2"$'\t'
zpty -n -w z $'\x01print -r -- "<\x05>"; print END'"''"$'MARK\n'
while zpty -r z line; do
  print -rn -- $line
  [[ $line == *ENDMARK* ]] && break
done
zpty -d z
