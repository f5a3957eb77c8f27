// Elastic's own TLS loader and zlint as judges of what fleet-certlab wrote.
//
//	judge handshake < jobs.json     [{id, tls, server, client, dial}]  ->  [{id, accepted, ...}]
//	judge files < files.json        {key, files}                       ->  [{file, authorities, certificate, skipped}]
//	judge lint certificate.pem ...                                     ->  [{file, lint, status, details}]
//
// Answers go to stdout as JSON. One process judges all jobs.
package main

import (
	"encoding/json"
	"fmt"
	"os"
)

func main() {
	answer, err := run(os.Args[1:])
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(answer)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "judge:", err)
		os.Exit(1)
	}
}

func run(args []string) (any, error) {
	if len(args) == 1 && args[0] == "handshake" {
		return judgeAll(os.Stdin)
	}
	if len(args) == 1 && args[0] == "files" {
		return judgeFiles(os.Stdin)
	}
	if len(args) > 1 && args[0] == "lint" {
		return lintFiles(args[1:])
	}
	return nil, fmt.Errorf("usage: judge handshake < jobs.json | judge files < files.json | judge lint certificate.pem ...")
}
