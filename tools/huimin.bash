# bash completion for huimin. Made by: huimin help --completion
_huimin()
{
    local word=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]} words=
    if [ "$COMP_CWORD" -eq 1 ]; then
        words="calc check dump test doc init import map export synth quality get delete backup compact stats migrate recompute runs pay explain indicators bench help --help --version"
    else
        case $command in
        calc) words=" --of --month --months --outputs" ;;
        check) words=" --placeholders" ;;
        dump) words=" --month --registers --read" ;;
        test) words=" --only --verbose" ;;
        doc) words=" --citations" ;;
        init) words="" ;;
        import) words=" --of --month --format --encoding --map --mode --dry-run --skip-bad --errors" ;;
        map) words=" --of --encoding" ;;
        export) words=" --of --what --month --run --format --entity --known-on --unmasked" ;;
        synth) words=" --households --seed --month --place" ;;
        quality) words=" --of --month --format" ;;
        get) words=" --of --month --known-on --unmasked --results" ;;
        delete) words=" --of --month" ;;
        backup) words="" ;;
        compact) words="" ;;
        stats) words="" ;;
        migrate) words=" --backup --force --policy" ;;
        recompute) words=" --month --since --set --scenario --plan --full --publish --rehearse --known-on --budget --sample --report --metrics" ;;
        runs) words=" --top --of --format --journal --head --metrics" ;;
        pay) words=" --month --since --unpaid --format --part --basis --all --list --skip-bad --errors" ;;
        explain) words=" --month --run --policy --html --letter" ;;
        indicators) words=" --month --only" ;;
        bench) words=" --households --quick" ;;
        help) words=" --man --completion" ;;
        esac
        words="$words --output --json --quiet --threads --engine --reason --by --help"
        [ "$command" = runs ] && words="$words list show diff publish verify"
    fi
    COMPREPLY=($(compgen -W "$words" -- "$word"))
    case $word in -*) ;; *) [ "$COMP_CWORD" -gt 1 ] &&
        COMPREPLY+=($(compgen -f -- "$word")) ;;
    esac
}
complete -o filenames -F _huimin huimin
