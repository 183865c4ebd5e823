# bash completion for huimin. Made by: huimin help --completion
_huimin()
{
    local word=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]} words=
    if [ "$COMP_CWORD" -eq 1 ]; then
        words="calc check new dump test doc init import pull verify map export synth quality get delete backup compact stats migrate recompute runs pay push explain repl diff measures indicators bench help --help --version"
    else
        case $command in
        calc) words=" --of --month --months --outputs" ;;
        check) words=" --watch --month --lint --placeholders" ;;
        new) words=" --zh --division" ;;
        dump) words=" --month --registers --read" ;;
        test) words=" --only --verbose --coverage --format --mutate --limit --everything" ;;
        doc) words=" --citations --luacats" ;;
        init) words="" ;;
        import) words=" --of --month --format --encoding --map --mode --dry-run --skip-bad --errors" ;;
        pull) words=" --checksum --cursor --pages --max-size --anew --of --month --format --encoding --map --mode --dry-run --skip-bad --errors --ca-file --token-file --cert-file --key-file --timeout --attempts --pause --insecure-http" ;;
        verify) words=" --source --month --url --gateways --limit --dry-run --again --offline --accept --decisions --format --errors --ca-file --token-file --cert-file --key-file --timeout --attempts --pause --insecure-http" ;;
        map) words=" --of --encoding" ;;
        export) words=" --of --what --month --run --format --entity --zh --known-on --unmasked" ;;
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
        push) words=" --what --to --month --since --unpaid --run --unmasked --batch --at-once --rate --after --status-only --dry-run --log --errors --ca-file --token-file --cert-file --key-file --timeout --attempts --pause --insecure-http" ;;
        explain) words=" --month --run --policy --html --letter --why-not --wanted --all --rate --from --to --threshold" ;;
        repl) words=" --month --command" ;;
        diff) words=" --month --max-members --families --top --full" ;;
        measures) words=" --month --set --scenario --line --income --people --benefit --earn --step --format" ;;
        indicators) words=" --month --only" ;;
        bench) words=" --households --quick" ;;
        help) words=" --man --completion --verbs" ;;
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
