#!/bin/bash
# completion.sh ROOT - what bash offers after a few half-typed lines.
. "$1/tools/huimin.bash"
failed=0
offers()
{
    local want=$1
    shift
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
    _huimin
    case " ${COMPREPLY[*]} " in
    *" $want "*) ;;
    *)
        echo "after '$*' $want is not offered but: ${COMPREPLY[*]}"
        failed=1
        ;;
    esac
}
offers recompute huimin reco
offers --version huimin --v
offers --publish huimin recompute s.hm policy --pu
offers --json huimin runs --j
offers diff huimin runs s.hm di
exit $failed
