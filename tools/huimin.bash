# bash completion for huimin. Made by: huimin help --completion
_huimin()
{
    local word=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]} words=
    if [ "$COMP_CWORD" -eq 1 ]; then
        words="calc check dump test init import export synth get delete recompute runs explain bench help --help --version"
    else
        case $command in
        calc) words=" --of --month --months --outputs" ;;
        check) words=" --placeholders" ;;
        dump) words=" --month --registers --read" ;;
        test) words=" --only" ;;
        init) words="" ;;
        import) words=" --month --format --dry-run --skip-bad --errors" ;;
        export) words=" --what --month --run --format --entity" ;;
        synth) words=" --households --seed --month" ;;
        get) words=" --month" ;;
        delete) words=" --month" ;;
        recompute) words=" --month --since --set --scenario --publish --rehearse --sample" ;;
        runs) words=" --top --of" ;;
        explain) words=" --month --run --policy --html" ;;
        bench) words=" --households --quick" ;;
        help) words=" --man --completion" ;;
        esac
        words="$words --output --json --quiet --threads --engine --help"
        [ "$command" = runs ] && words="$words list show diff publish verify"
    fi
    COMPREPLY=($(compgen -W "$words" -- "$word"))
    case $word in -*) ;; *) [ "$COMP_CWORD" -gt 1 ] &&
        COMPREPLY+=($(compgen -f -- "$word")) ;;
    esac
}
complete -o filenames -F _huimin huimin
