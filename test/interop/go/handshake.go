package main

import (
	"crypto/tls"
	"encoding/json"
	"io"
	"time"

	"github.com/elastic/elastic-agent-libs/config"
	"github.com/elastic/elastic-agent-libs/logp"
	"github.com/elastic/elastic-agent-libs/transport/tlscommon"
)

// job is one connection. Server and Client are `ssl` settings as they stand in Elastic's configuration files; JSON is YAML,
// so they are read by the very code that reads those.
type job struct {
	ID     string          `json:"id"`
	TLS    string          `json:"tls"`
	Server json.RawMessage `json:"server"`
	Client json.RawMessage `json:"client"`
	// Dial is the name the client connects to; empty for a program that does not tell its TLS settings the name.
	Dial string `json:"dial"`
	// At asks for the paths of both certificates at a moment instead of a handshake: tlscommon's clock cannot be set.
	At *time.Time `json:"at"`
}

type verdict struct {
	ID       string `json:"id"`
	Accepted bool   `json:"accepted"`
	// ServerLoad and ClientLoad say why a program would not start with these files.
	ServerLoad string `json:"serverLoad,omitempty"`
	ClientLoad string `json:"clientLoad,omitempty"`
	Server     string `json:"server,omitempty"`
	Client     string `json:"client,omitempty"`
	// Log is what the loader logged as a warning or an error.
	Log []string `json:"log,omitempty"`
}

func judgeAll(input io.Reader) ([]verdict, error) {
	var jobs []job
	if err := json.NewDecoder(input).Decode(&jobs); err != nil {
		return nil, err
	}
	verdicts := make([]verdict, len(jobs))
	for i, one := range jobs {
		log, logged, err := newLog()
		if err != nil {
			return nil, err
		}
		verdicts[i] = judge(one, log)
		verdicts[i].Log = logged()
	}
	return verdicts, nil
}

func judge(one job, log *logp.Logger) verdict {
	result := verdict{ID: one.ID}
	var server tlscommon.ServerConfig
	var client tlscommon.Config
	serverTLS, serverErr := load(one, one.Server, &server, func() (*tlscommon.TLSConfig, error) {
		return tlscommon.LoadTLSServerConfig(&server, log)
	})
	clientTLS, clientErr := load(one, one.Client, &client, func() (*tlscommon.TLSConfig, error) {
		return tlscommon.LoadTLSConfig(&client, log)
	})
	result.ServerLoad, result.ClientLoad = text(serverErr), text(clientErr)
	if serverErr == nil && clientErr == nil {
		serverEnd, clientEnd := serverTLS.BuildServerConfig("0.0.0.0"), clientEndOf(clientTLS, one.Dial)
		if one.At == nil {
			serverErr, clientErr = connect(serverEnd, clientEnd)
		} else {
			serverErr, clientErr = pathsAt(serverEnd, clientEnd, *one.At)
		}
		result.Server, result.Client = text(serverErr), text(clientErr)
		result.Accepted = serverErr == nil && clientErr == nil
	}
	return result
}

// load reads the settings through Elastic's configuration reader, which also validates them, and then the files they name.
func load(one job, settings json.RawMessage, to any, read func() (*tlscommon.TLSConfig, error)) (*tlscommon.TLSConfig, error) {
	parsed, err := config.NewConfigWithYAML(settings, one.ID)
	if err != nil {
		return nil, err
	}
	if one.TLS != "" {
		if err := parsed.SetString("supported_protocols", 0, one.TLS); err != nil {
			return nil, err
		}
	}
	if err := parsed.Unpack(to); err != nil {
		return nil, err
	}
	return read()
}

// clientEndOf builds what the program dials with: Elastic Agent's direct connections know the name, Fleet Server's to
// Elasticsearch do not.
func clientEndOf(loaded *tlscommon.TLSConfig, name string) *tls.Config {
	if name == "" {
		return loaded.ToConfig()
	}
	return loaded.BuildModuleClientConfig(name)
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
