#!/bin/sh
# certificates.sh DIR - makes the certificates of the test service in DIR: an authority (ca.pem), and
# signed by it good.pem (localhost), expired.pem, other.pem (another name), client.pem; unknown.pem
# is signed by itself. Each file holds certificate and key. Made anew for each test, never kept.
set -eu
mkdir -p "$1"
cd "$1"
umask 077
quietly()
{
    "$@" >openssl.log 2>&1 || {
        cat openssl.log >&2
        exit 1
    }
}
new_key()
{
    quietly openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key"
}
cat >ca.cnf <<END
[ca]
default_ca = own
[own]
database = index
serial = serial
new_certs_dir = .
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
[req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
[service]
subjectAltName = DNS:localhost,IP:127.0.0.1,IP:::1
[other]
subjectAltName = DNS:other.example
[client]
extendedKeyUsage = clientAuth
END
: >index
echo 01 >serial
new_key authority
quietly openssl req -new -x509 -config ca.cnf -extensions authority -key authority.key \
    -subj "/CN=Huimin test authority" -days 2 -out ca.pem
# sign NAME EXTENSIONS COMMON-NAME FROM TO (times as openssl ca writes them)
sign()
{
    new_key "$1"
    quietly openssl req -new -config ca.cnf -key "$1.key" -subj "/CN=$3" -out "$1.csr"
    quietly openssl ca -batch -config ca.cnf -extensions "$2" -in "$1.csr" -cert ca.pem \
        -keyfile authority.key -startdate "$4" -enddate "$5" -notext -out "$1.crt"
    cat "$1.crt" "$1.key" >"$1.pem"
}
now=$(date -u -d '1 hour ago' +%Y%m%d%H%M%SZ)
later=$(date -u -d '1 day' +%Y%m%d%H%M%SZ)
sign good service localhost "$now" "$later"
sign expired service localhost 20200101000000Z 20200201000000Z
sign other other other.example "$now" "$later"
sign client client huimin-client "$now" "$later"
new_key unknown
quietly openssl req -new -x509 -config ca.cnf -extensions service -key unknown.key \
    -subj /CN=localhost -days 2 -out unknown.crt
cat unknown.crt unknown.key >unknown.pem
